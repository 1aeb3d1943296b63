// Several pieces of work of which none keeps another from being done.
import { describe, expect, it } from 'vitest';
import { allDone } from '../../../../shared/async/all-done.ts';

describe('allDone', () => {
  it('gives what each came to, in order', async () => {
    await expect(allDone([Promise.resolve(1), Promise.resolve('two')])).resolves.toEqual([1, 'two']);
  });

  it('fails only when everything has ended', async () => {
    let ended = false;
    const slow = new Promise<void>((resolve) => {
      setTimeout(() => {
        ended = true;
        resolve();
      }, 20);
    });

    await expect(allDone([Promise.reject(new Error('first')), slow])).rejects.toThrow('first');

    expect(ended).toBe(true);
  });
});
