// Bulk calls: each id has its own outcome, and one refusal does not stop the others.

import { runBounded } from '../../async/run-bounded.ts';
import type { BulkOutcome, BulkResult } from '../../contracts/bulk.ts';
import { toHubError } from '../../errors/classify.ts';
import type { HubError } from '../../errors/hub-error.ts';

const outcomes: Readonly<Partial<Record<HubError['kind'], BulkOutcome['outcome']>>> = {
  conflict: 'refused',
  'not-found': 'not_found',
};

/** The outcome of a refused or failed id; the capability adds further details of the error. */
export const notDone = (id: string, { kind, code, message }: HubError): BulkOutcome => ({
  id,
  outcome: outcomes[kind] ?? 'failed',
  code,
  detail: message,
  version: null,
});

export interface EachOf {
  /** Without duplicates. */
  readonly ids: readonly string[];
  /** Number of ids that run at a time. */
  readonly atOnce: number;
  readonly act: (id: string) => Promise<BulkOutcome>;
  /** @default `notDone` */
  readonly refused?: (id: string, error: HubError) => BulkOutcome;
}

/**
 * Runs `act` for each id with bounded concurrency; outcomes have the order of `ids`.
 * @throws the first defect, after all calls have ended, so that no change runs on after the answer
 */
export async function eachOutcome({ ids, atOnce, act, refused = notDone }: EachOf): Promise<BulkResult> {
  const ended = await runBounded(ids, atOnce, (id) =>
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
