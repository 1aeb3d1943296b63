// What has to be typed before a person's data are erased, and how an erasure is carried to its end. Pure.
import type { Erasure } from '../../../shared/contracts/intake.ts';
import type { Result } from '../api/problem.ts';
import { emailProblem } from './submission-form.ts';

/** Typed by hand, so that nobody erases by a slip. */
export const confirmationWord = 'ERASE';

export interface ErasureMessages {
  readonly email?: string;
  readonly confirmation?: string;
}

/** @param confirmation What was typed to confirm; case matters. */
export function erasureProblems(email: string, confirmation: string): ErasureMessages {
  const emailMessage = emailProblem(email.trim());
  return {
    ...(emailMessage === null ? {} : { email: emailMessage }),
    ...(confirmation.trim() === confirmationWord ? {} : { confirmation: `Type ${confirmationWord} to confirm.` }),
  };
}

/**
 * An erasure works in steps of some seconds, each a request of its own.
 *
 * @param step Sends the request once
 * @param onStep Hears how far it is; answers whether to go on
 */
export async function eraseToTheEnd(
  step: () => Promise<Result<Erasure>>,
  onStep: (erasure: Erasure) => boolean,
): Promise<Result<Erasure>> {
  for (;;) {
    const result = await step();
    if (!result.ok || result.value.status === 'completed' || !onStep(result.value)) return result;
  }
}
