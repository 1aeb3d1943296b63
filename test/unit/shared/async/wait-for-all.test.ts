// Several pieces of work of which none keeps another from being done.
import { describe, expect, it } from 'vitest';
import { waitForAll } from '../../../../shared/async/wait-for-all.ts';

describe('waitForAll', () => {
  it('gives what each came to, in order', async () => {
    await expect(waitForAll([Promise.resolve(1), Promise.resolve('two')])).resolves.toEqual([1, 'two']);
  });

  it('fails only when everything has ended', async () => {
    let ended = false;
    const slow = new Promise<void>((resolve) => {
      setTimeout(() => {
        ended = true;
        resolve();
      }, 20);
    });

    await expect(waitForAll([Promise.reject(new Error('first')), slow])).rejects.toThrow('first');

    expect(ended).toBe(true);
  });
});
