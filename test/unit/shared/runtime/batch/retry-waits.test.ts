import { describe, expect, it } from 'vitest';
import { retryWaitsWithin } from '../../../../../shared/runtime/batch/retry-waits.ts';

describe('retryWaitsWithin', () => {
  it.each([
    [1, 20_099, []],
    [1, 20_100, [100]],
    [5, 21_599, []],
    [5, 21_600, [1600]],
    [99, 21_599, []],
  ])('before round %i with %i ms left waits %j ms', async (round, remainingMs, waits) => {
    const waitsMs: number[] = [];
    const pause = async (ms: number): Promise<void> => {
      waitsMs.push(ms);
    };
    const wait = retryWaitsWithin(() => remainingMs, { random: () => 1, pause });

    await expect(wait(round)).resolves.toBe(waits.length > 0);
    expect(waitsMs).toEqual(waits);
  });
});
