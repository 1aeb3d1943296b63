// Retiring a reference value and bringing it back: from which moment on, and what is told of it afterwards. Pure.
import type { ReferenceValue } from '../../../shared/contracts/reference.ts';
import { fromLocalInput } from './due.ts';
import { formatInstant } from './time.ts';

/**
 * From when a value is retired. "At once" is the moment of the first try: a try again under the same key has to say the
 * same, or the API takes it for another change.
 *
 * @param now Makes the moment of a first try
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

/** What became of the value that `before` was. */
export function retirementWords(before: Dated, after: Dated): string {
  if (after.valid_to === null) {
    return before.status === 'retired'
      ? 'The value is offered again.'
      : 'The value is not going to be retired any more.';
  }
  if (after.status === 'retired') return 'The value was retired.';
  return `The value is going to be retired: ${formatInstant(after.valid_to)}.`;
}
