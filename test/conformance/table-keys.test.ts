// Reading many keys at once, and marks of idempotency keys that outlive their time.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeBefore, putIdempotencyMark } from '../../shared/table/engine/idempotency-mark.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { sampleBody } from '../support/sample-body.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let test: TestTable;
beforeAll(async () => {
  test = await startTestTable();
});
afterAll(() => test.stop());

describe('batchGet', () => {
  it('takes a key that is named again, and answers each in its place', async () => {
    const [a, b, none] = ['A', 'B', 'NONE'].map((sk) => ({ pk: 'KEYS', sk })) as [Key, Key, Key];
    for (const key of [a, b]) await test.table.put({ ...key });

    expect(await test.table.batchGet([b, a, none, b, none])).toEqual([b, a, undefined, b, undefined]);
  });

  it('takes more keys than the table does in one call, and answers each in its place', async () => {
    const keys = Array.from({ length: 250 }, (_, index) => ({ pk: 'KEYS', sk: `MANY#${index}` }));
    for (const key of keys) await test.table.put({ ...key });

    expect(await test.table.batchGet(keys)).toEqual(keys);
  });
});

interface Key {
  readonly pk: string;
  readonly sk: string;
}

describe('a mark of an idempotency key', () => {
  const hour = 3_600_000;
  const ago = (hours: number): string => new Date(Date.now() - hours * hour).toISOString();
  const idempotency = (keyHash: string) => ({ keyHash, fingerprint: 'f' });

  it('stands for 25 hours', async () => {
    const mark = idempotency('stands');
    await test.table.transact([putIdempotencyMark(mark, { made: 'first' }, ago(24))]);

    const again = await test.table.transact([putIdempotencyMark(mark, { made: 'second' }, ago(0))]);

    expect(again).toEqual({ kind: 'condition-failed', failed: [0] });
    expect(await madeBefore(test.table, mark)).toMatchObject({ made: 'first' });
  });

  it('counts for nothing behind that, though the table still has it', async () => {
    const mark = idempotency('expired');
    await test.table.transact([putIdempotencyMark(mark, { made: 'first' }, ago(26))]);
    expect(await madeBefore(test.table, mark)).toBeUndefined();
    expect(await madeBefore(test.table, { ...mark, fingerprint: 'another payload' })).toBeUndefined();

    const again = await test.table.transact([putIdempotencyMark(mark, { made: 'second' }, ago(0))]);

    expect(again).toEqual({ kind: 'written' });
    expect(await madeBefore(test.table, mark)).toMatchObject({ made: 'second' });
  });

  it('lets a key be used anew for another submission', async () => {
    const hub = lifecycle(test.documents);
    const first = await hub.submit('anew', sampleBody, 'f');
    const marked = (await test.items()).find(
      ({ submission_id, entity }) => entity === 'once' && submission_id === first.submission_id,
    );
    await test.table.put({ ...marked, expires_at: Math.floor(Date.now() / 1000) - 3600 });

    const second = await hub.submit('anew', sampleBody, 'another payload');

    expect(second.submission_id).not.toBe(first.submission_id);
    expect(await hub.submit('anew', sampleBody, 'another payload')).toMatchObject({
      submission_id: second.submission_id,
    });
  });
});
