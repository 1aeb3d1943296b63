// Confirmation of an erasure, its steps until completion, and its messages. Pure.
import type { Erasure } from '../../../shared/contracts/intake.ts';
import type { Result } from '../api/problem.ts';
import { formatCount } from './labels.ts';
import { emailProblem } from './submission-form.ts';

/** The person types this word, so that nobody erases by accident. */
export const confirmationWord = 'ERASE';

export interface ErasureMessages {
  readonly email?: string;
  readonly confirmation?: string;
}

/** @param confirmation Typed confirmation; case matters. */
export function erasureProblems(email: string, confirmation: string): ErasureMessages {
  const emailMessage = emailProblem(email.trim());
  return {
    ...(emailMessage === null ? {} : { email: emailMessage }),
    ...(confirmation.trim() === confirmationWord ? {} : { confirmation: `Type ${confirmationWord} to confirm.` }),
  };
}

/**
 * An erasure runs in steps of some seconds, one request each.
 *
 * @param step Sends one request
 * @param onStep Receives the progress; returns false to stop
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
 * Label of the button that closes the dialog. Closing reverts nothing; a running erasure stops after its current step.
 *
 * @param begun True once a request was sent, which may have erased something
 */
export function leaveWords(begun: boolean, busy: boolean): string {
  if (busy) return 'Stop erasing';
  return begun ? 'Close' : 'Erase nothing';
}
