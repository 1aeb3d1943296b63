// Retires and restores a reference value: the effective time and the messages. Pure.
import type { ReferenceValue } from '../../../shared/contracts/reference.ts';
import { fromLocalInput } from './due.ts';
import { formatInstant } from './time.ts';

/**
 * Effective time of a retirement. "At once" is the time of the first attempt: a retry under the same key has to send
 * the same payload, or the API treats it as another change.
 *
 * @param now Returns the time of a first attempt
 */
export function createRetirementMoment(now: () => Date): (typed: string, key: string) => string {
  let first: { readonly key: string; readonly at: string } | undefined;
  return (typed, key) => {
    const chosen = fromLocalInput(typed);
    if (chosen !== null) return chosen;
    if (first?.key !== key) first = { key, at: now().toISOString() };
    return first.at;
  };
}

type Dated = Pick<ReferenceValue, 'status' | 'valid_to'>;

/** Message after a change of the value `before`. */
export function retirementWords(before: Dated, after: Dated): string {
  if (after.valid_to === null) {
    return before.status === 'retired' ? 'The value is offered again.' : 'The planned retirement was cancelled.';
  }
  if (after.status === 'retired') return 'The value was retired.';
  return `The value retires at ${formatInstant(after.valid_to)}.`;
}
