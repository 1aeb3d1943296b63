import { describe, expect, it } from 'vitest';
import { memo } from '../../../../shared/async/memo.ts';

describe('memo', () => {
  it('loads once for all who ask within its time, and again after it', async () => {
    let nowMs = 0;
    let loads = 0;
    const read = memo(
      1000,
      () => nowMs,
      async () => (loads += 1),
    );

    const together = await Promise.all([read(), read()]);
    nowMs = 999;
    const late = await read();
    nowMs = 1000;

    expect([...together, late, await read()]).toEqual([1, 1, 1, 2]);
  });

  it('does not keep a failure', async () => {
    let loads = 0;
    const read = memo(
      1000,
      () => 0,
      async () => {
        loads += 1;
        if (loads === 1) throw new Error('no');
        return loads;
      },
    );

    await expect(read()).rejects.toThrow('no');

    expect(await read()).toBe(2);
  });
});
