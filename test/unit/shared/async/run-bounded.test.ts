// Work on many things, some at a time.
import { describe, expect, it } from 'vitest';
import { runBounded } from '../../../../shared/async/run-bounded.ts';

describe('runBounded', () => {
  it('does everything, at most so many at a time, and says how each ended in order', async () => {
    let [running, most] = [0, 0];

    const ended = await runBounded([3, 1, 2, 5, 4], 2, async (ms) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, ms));
      running -= 1;
      if (ms === 2) throw new Error('two');
      return ms * 10;
    });

    expect(most).toBe(2);
    expect(ended.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
      30,
      10,
      'Error: two',
      50,
      40,
    ]);
  });

  it('has nothing to do for nothing', async () => {
    expect(await runBounded([], 4, async () => 1)).toEqual([]);
  });
});
