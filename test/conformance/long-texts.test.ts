// What is longer than is kept of it: cut between characters, so that the table takes it.
import { describe, expect, it } from 'vitest';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { test, hub } = await startLifecycle();

describe('a character across the limit', () => {
  it('keeps no message from being parked', async () => {
    expect(await hub.park(`${'x'.repeat(16_383)}😀 unreadable`)).toBe('parked');

    const { items } = await hub.deadLetters.newest(10);
    expect(items.map(({ body }) => body)).toEqual(['x'.repeat(16_383)]);
  });

  it('keeps no attempt from being logged', async () => {
    const attempt = { event_type: null, trace_id: null, code: 'SYNC.X', attempt: 1, worker_version: 'test' };
    await hub.events.recordAttempt({
      ...attempt,
      bodySha256: 'a'.repeat(64),
      message: `${'x'.repeat(999)}😀`,
      processed_at: '2026-03-01T08:00:00.000Z',
    });

    const logged = (await test.items()).find(({ entity }) => entity === 'attempt');
    expect(logged?.['message']).toBe('x'.repeat(999));
  });
});
