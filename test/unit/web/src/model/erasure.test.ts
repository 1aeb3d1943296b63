// What is said of an erasure, and of the way out while it goes on.
import { describe, expect, it } from 'vitest';
import type { Erasure } from '../../../../../shared/contracts/intake.ts';
import { erasedWords, leaveWords } from '../../../../../web/src/model/erasure.ts';

describe('erasedWords', () => {
  it.each([
    ['completed', 0, 0, 'Nothing was found for this address.'],
    ['completed', 1, 2, '1 request, 2 documents.'],
    ['running', 0, 0, '0 requests, 0 documents so far.'],
    ['running', 1200, 1, '1,200 requests, 1 document so far.'],
  ] as const)('of %s with %i and %i', (status, submissions_erased, documents_erased, words) => {
    expect(erasedWords({ status, submissions_erased, documents_erased } as Erasure)).toBe(words);
  });
});

describe('leaveWords', () => {
  it('promise that nothing is erased only as long as nothing was sent', () => {
    expect([leaveWords(false, false), leaveWords(true, true), leaveWords(true, false)]).toEqual([
      'Erase nothing',
      'Stop erasing',
      'Close',
    ]);
  });
});
