// Decides about a whole group of dead letters, in as many calls as it takes. Pure but for the call.
import type { DeadLetterSetResult } from '../../../shared/contracts/dead-letter.ts';
import type { Result } from '../api/problem.ts';

/**
 * Calls until nothing remains, and joins the answers. A failed call ends it: the same calls again are answered from
 * what they did, as long as their keys are the same.
 * @param call `number` counts the calls from 1.
 */
export async function decideThroughout(
  call: (cursor: string | undefined, number: number) => Promise<Result<DeadLetterSetResult>>,
): Promise<Result<DeadLetterSetResult>> {
  let joined: Result<DeadLetterSetResult> | undefined;
  for (let number = 1; ; number += 1) {
    const answer = await call(joined?.ok === true ? (joined.value.next ?? undefined) : undefined, number);
    if (!answer.ok) return answer;
    joined = joined?.ok === true ? { ...answer, value: join(joined.value, answer.value) } : answer;
    if (answer.value.next === null) return joined;
  }
}

const join = (before: DeadLetterSetResult, { done, refused, outcomes, ...rest }: DeadLetterSetResult) => ({
  done: before.done + done,
  refused: before.refused + refused,
  outcomes: [...before.outcomes, ...outcomes],
  ...rest,
});
