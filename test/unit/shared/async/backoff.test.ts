import { describe, expect, it } from 'vitest';
import { backoffs, longestWaitMs, waitMs } from '../../../../shared/async/backoff.ts';

describe('waitMs', () => {
  const backoff = { firstMs: 100, capMs: 400, maxAttempts: 5 };

  it.each([
    [1, 100],
    [2, 200],
    [3, 400],
    [4, 400],
    [40, 400],
  ])('doubles up to the cap: after attempt %i at most %i ms', (attempt, longest) => {
    expect(longestWaitMs(backoff, attempt)).toBe(longest);
    expect(waitMs(backoff, attempt, () => 1)).toBe(longest);
  });

  it('spreads waits over the whole time, from nothing on', () => {
    expect(waitMs(backoff, 2, () => 0)).toBe(0);
    expect(waitMs(backoff, 2, () => 0.5)).toBe(100);
  });
});

describe('backoffs', () => {
  it.each([
    ['contention', 140],
    ['unreadKeys', 300],
    ['undeletedKeys', 12_700],
    ['refusedRows', 11_100],
  ] as const)('%s waits no longer than %i ms in all', (name, longest) => {
    const { maxAttempts } = backoffs[name];
    const waits = Array.from({ length: maxAttempts - 1 }, (_, index) => waitMs(backoffs[name], index + 1, () => 1));

    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(longest);
  });
});
