import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { justAbove, justBelow } from '../../../../../shared/table/engine/keys.ts';

/** Sort keys as the hub makes them: printable, without blanks and tildes, of which lists have bounds of their own. */
const sortKey = fc.string({
  minLength: 1,
  maxLength: 12,
  unit: fc.constantFrom(...'#-0129:AEVTZabz|}'),
});

describe('bounds of a list', () => {
  it('let exactly the keys below and above a position through, whatever keys there are', () => {
    fc.assert(
      fc.property(sortKey, sortKey, (position, key) => {
        expect(key <= justBelow(position)).toBe(key < position);
        expect(key >= justAbove(position)).toBe(key > position);
      }),
      { numRuns: 2000 },
    );
  });
});
