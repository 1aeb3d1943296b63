// Retries refused tasks within one batch. A stream goes on only from its first failed record, so a batch that comes
// again repeats every row that is written already: while a share of calls is refused, that costs far more than waiting here.

import { backoffs } from '../../shared/async/backoff.ts';
import { runBounded } from '../../shared/async/run-bounded.ts';
import { toHubError } from '../../shared/errors/classify.ts';

/**
 * Waits before another round.
 * @param round From 1.
 * @returns false when there is no time left for one.
 */
export type Patience = (round: number) => Promise<boolean>;

/** More would queue before DynamoDB and delay the requests of others. */
const atOnce = 4;

export interface Task {
  readonly work: () => Promise<void>;
  /** True when a retry after this error cannot repeat the effect. */
  readonly mayRepeat: (error: unknown) => boolean;
}

/** Runs tasks with bounded concurrency and retries refused ones. @returns the last error of each, undefined where it is done */
export async function patiently(tasks: readonly Task[], patience: Patience): Promise<readonly unknown[]> {
  const errors: unknown[] = tasks.map(() => undefined);
  let left = tasks.map((task, index) => ({ task, index }));
  for (let round = 1; ; round += 1) {
    const ended = await runBounded(left, atOnce, ({ task }) => task.work());
    for (const [position, { index }] of left.entries()) errors[index] = errorOf(ended[position]);
    left = left.filter(({ task, index }) => errors[index] !== undefined && task.mayRepeat(errors[index]));
    if (left.length === 0 || round >= backoffs.refusedRows.maxAttempts || !(await patience(round))) return errors;
  }
}

const errorOf = (ended: PromiseSettledResult<void> | undefined): unknown =>
  ended?.status === 'rejected' ? (ended.reason ?? new Error('failed without an error')) : undefined;

/** Time passes, nothing is wrong with the work itself. */
export const isTransient = (error: unknown): boolean => toHubError(error).kind === 'transient';

/** Refused for lack of capacity, or because a transaction had the item, and so not carried out. */
export const isRefused = (error: unknown): boolean =>
  toHubError(error).code === 'HUB.THROTTLED' ||
  (error instanceof Error && error.name === 'TransactionConflictException');
