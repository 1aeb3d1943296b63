// Calls that act on several things at once: each thing has an outcome of its own, and one refusal stops no other.

import { settleEach } from '../../async/settle-each.ts';
import type { BulkOutcome, BulkResult } from '../../contracts/bulk.ts';
import { toHubError } from '../../errors/classify.ts';
import type { HubError } from '../../errors/hub-error.ts';

const outcomes: Readonly<Partial<Record<HubError['kind'], BulkOutcome['outcome']>>> = {
  conflict: 'refused',
  'not-found': 'not_found',
};

/** The outcome of a thing that was not done; what else its error says is added by the capability. */
export const notDone = (id: string, { kind, code, message }: HubError): BulkOutcome => ({
  id,
  outcome: outcomes[kind] ?? 'failed',
  code,
  detail: message,
  version: null,
});

export interface EachOf {
  /** Each once. */
  readonly ids: readonly string[];
  /** How many are acted on at a time. */
  readonly atOnce: number;
  readonly act: (id: string) => Promise<BulkOutcome>;
  /** @default as `notDone` says */
  readonly refused?: (id: string, error: HubError) => BulkOutcome;
}

/**
 * Acts on each thing; outcomes are in the order of `ids`.
 * @throws the first defect, after everything has ended: nothing goes on changing things behind the answer
 */
export async function eachOutcome({ ids, atOnce, act, refused = notDone }: EachOf): Promise<BulkResult> {
  const ended = await settleEach(ids, atOnce, (id) =>
    act(id).catch((thrown: unknown) => {
      const error = toHubError(thrown);
      if (error.kind === 'defect') throw error;
      return refused(id, error);
    }),
  );
  const found = ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  const done = found.filter(({ outcome }) => outcome === 'done').length;
  return { done, refused: found.length - done, outcomes: found };
}
