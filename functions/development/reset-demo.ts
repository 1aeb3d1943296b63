// Puts the store back to empty or to the demonstration, while functions may still be at work on what was there.
import { HubError } from '../../shared/errors/hub-error.ts';
import { overtaken } from './seed-demo.ts';

export interface ResetDemoDeps {
  readonly store: { deleteItems(): Promise<number> };
  readonly purgeQueue: () => Promise<void>;
  /** Writes the deterministic demonstration. */
  readonly seed: () => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
}

/** Longer than a stream record takes to its function, in milliseconds. */
const settleMs = 700;
const mostRounds = 6;
const mostSeedings = 3;

/** Answers when it is done: with how many items were deleted. */
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
    await deps.purgeQueue();
    const found = await deps.store.deleteItems();
    deleted += found;
    // Work that was under way writes once more behind the first round: done is when a later one finds nothing.
    if (found === 0 && round > 1) return deleted;
    if (round === mostRounds) throw stillBusy();
    await deps.pause(settleMs);
  }
}

const stillBusy = (): HubError =>
  new HubError({
    kind: 'transient',
    code: 'DEMO.STILL_BUSY',
    message: 'requests keep coming in while the store is emptied; stop them and try again',
  });
