// What has to be typed before a person's data are erased, how an erasure is carried to its end, and what is said of it. Pure.
import type { Erasure } from '../../../shared/contracts/intake.ts';
import type { Result } from '../api/problem.ts';
import { formatCount } from './labels.ts';
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

/** `3 requests, 1 document so far.` */
export function erasedWords({ submissions_erased: requests, documents_erased: documents, status }: Erasure): string {
  if (requests === 0 && documents === 0 && status === 'completed') return 'Nothing was found for this address.';
  const of = (count: number, one: string) => `${formatCount(count)} ${count === 1 ? one : `${one}s`}`;
  return `${of(requests, 'request')}, ${of(documents, 'document')}${status === 'running' ? ' so far' : ''}.`;
}

/**
 * The words of the button that leaves the dialog. Leaving takes nothing back, and ends what goes on after its present step.
 *
 * @param begun Whether it was sent at all, and so may have erased something
 */
export function leaveWords(begun: boolean, busy: boolean): string {
  if (busy) return 'Stop erasing';
  return begun ? 'Close' : 'Erase nothing';
}
