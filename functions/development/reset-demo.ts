// Empties the store and optionally seeds the demonstration, while functions may still process earlier work.
import { HubError } from '../../shared/errors/hub-error.ts';
import { overtaken } from './seed-demo.ts';

export interface ResetDemoDeps {
  readonly store: { deleteItems(): Promise<number> };
  readonly purgeQueues: () => Promise<void>;
  /** Writes the deterministic demonstration. */
  readonly seed: () => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
}

/** Longer than the delivery of a stream record, in milliseconds. */
const settleMs = 700;
const mostRounds = 6;
const mostSeedings = 3;

/** @returns number of deleted items, when the reset is complete */
export async function resetDemo(
  input: { readonly seed: boolean },
  deps: ResetDemoDeps,
): Promise<{ readonly deleted: number; readonly seeded: boolean }> {
  for (let seeding = 1; ; seeding += 1) {
    const deleted = await empty(deps);
    try {
      if (input.seed) await deps.seed();
      return { deleted, seeded: input.seed };
    } catch (error) {
      if (seeding === mostSeedings || !(error instanceof HubError) || error.code !== overtaken) throw error;
    }
  }
}

async function empty(deps: ResetDemoDeps): Promise<number> {
  let deleted = 0;
  for (let round = 1; ; round += 1) {
    await deps.purgeQueues();
    const found = await deps.store.deleteItems();
    deleted += found;
    // Running work may write after the first round, so the reset ends with a round that finds no item.
    if (found === 0 && round > 1) return deleted;
    if (round === mostRounds) throw stillBusy();
    await deps.pause(settleMs);
  }
}

const stillBusy = (): HubError =>
  new HubError({
    kind: 'transient',
    code: 'DEMO.STILL_BUSY',
    message: 'requests arrive while the store is emptied; stop them and try again',
  });
