// Messages that fail for good: logged at each attempt, parked once with their cause, and off the books of what is owed.

import { describe, expect, it } from 'vitest';
import { scheduledSweep } from '../../functions/events/sweep-outbox.ts';
import { toSyncLog } from '../../shared/table/outbox/outbox.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { test, hub } = await startLifecycle();

async function failing(body: string, attempts: number): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    await expect(hub.deliver(body, attempt)).rejects.toThrow();
  }
}

describe('a message of an unknown major version', () => {
  it('is parked with cause, trace id and attempts, and its event is not owed any more', async () => {
    const { submission_id, correlation_id, event_id } = await hub.submit();
    const [message = ''] = await hub.owed(submission_id);
    const newer = message.replace('hub.request.created.v1', 'hub.request.created.v2');
    await failing(newer, 5);

    const parked = await hub.park(newer);

    const { items } = await hub.deadLetters.newest(10);
    expect(parked).toBe('parked');
    expect(items[0]).toMatchObject({
      kind: 'queue',
      status: 'parked',
      event_id,
      correlation_id,
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      cause: { code: 'MESSAGE.UNKNOWN_TYPE', message: expect.stringContaining('hub.request.created.v2') },
      attempts: 5,
      body: newer,
    });
    expect(await hub.events.get(correlation_id, event_id)).toMatchObject({ event_status: 'dead_lettered' });
    expect(await hub.owed(submission_id)).toEqual([]);
  });

  it('is parked once, however often it is delivered', async () => {
    const before = await hub.deadLetters.count();
    const { submission_id } = await hub.submit();
    const [message = ''] = await hub.owed(submission_id);
    await failing(message.replace('.v1', '.v2'), 1);

    const outcomes = [await hub.park(message.replace('.v1', '.v2')), await hub.park(message.replace('.v1', '.v2'))];

    expect(outcomes).toEqual(['parked', 'parked-before']);
    expect(await hub.deadLetters.count()).toBe(before + 1);
  });

  it('is not parked when another delivery has settled its event meanwhile', async () => {
    const { submission_id } = await hub.submit();
    const [message = ''] = await hub.owed(submission_id);
    await failing(message.replace('.v1', '.v2'), 1);
    await hub.deliver(message);

    expect(await hub.park(message.replace('.v1', '.v2'))).toBe('settled');
  });
});

describe('a copy of an event that was replaced before it was picked up', () => {
  it('has no effect, does not fail, and is not parked', async () => {
    const { submission_id } = await hub.submit();
    const [message = ''] = await hub.owed(submission_id);
    const { id, correlationid, subject, data } = JSON.parse(message);
    const claim = { eventId: id, correlationId: correlationid, eventType: 'RequestCreated' as const, subject, data };
    const replaced = { outcome: 'skipped' as const, message: 'replaced', attempt: 1, worker_version: 'test' };
    await hub.sync.complete(claim, { ...replaced, processed_at: new Date().toISOString() });

    expect(await hub.deliver(message)).toEqual({ kind: 'duplicate' });
    expect(await hub.park(message)).toBe('settled');

    const items = await test.items();
    expect(items.filter((item) => item['submission_id'] === submission_id)).toEqual([]);
    expect(items.filter((item) => item['entity'] === 'dead_letter' && JSON.stringify(item).includes(id))).toEqual([]);
  });
});

describe('a message from which no event can be read', () => {
  it('is parked under its own hash with the cause', async () => {
    await failing('{ this is no JSON', 2);

    await hub.park('{ this is no JSON');

    const letter = (await hub.deadLetters.newest(50)).items.find((item) => item.body === '{ this is no JSON');
    expect(letter).toMatchObject({ event_id: null, cause: { code: 'MESSAGE.NOT_JSON' }, attempts: 2 });
    expect(letter?.dead_letter_id).toMatch(/^DL-[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it('is told apart from a function that was ended without a word', async () => {
    const { submission_id } = await hub.submit();
    const [message = ''] = await hub.owed(submission_id);

    await hub.park(message);

    const letter = (await hub.deadLetters.newest(50)).items.find((item) => item.body === message);
    expect(letter?.cause.code).toBe('SYNC.NO_ANSWER');
  });
});

describe('a message that only pretends to be about an event', () => {
  it('is parked alone and leaves the event owed when it says something else than the outbox', async () => {
    const { submission_id, correlation_id, event_id } = await hub.submit();
    const [message = ''] = await hub.owed(submission_id);
    const forged = JSON.parse(message);
    forged.data.priority = 'urgent';

    expect(await hub.park(JSON.stringify(forged))).toBe('parked');

    expect(await hub.events.get(correlation_id, event_id)).toMatchObject({ event_status: 'pending' });
    expect(await hub.park(message)).toBe('parked');
    expect(await hub.events.get(correlation_id, event_id)).toMatchObject({ event_status: 'dead_lettered' });
  });

  it('puts no text of its own where people read causes and types', async () => {
    const text = 'Jane Canary jane@canary.test';
    const body = JSON.stringify({
      type: text,
      requestContext: { functionArn: text, condition: text, approximateInvokeCount: { a: 1 } },
      DDBStreamBatchInfo: { startSequenceNumber: text, endSequenceNumber: text, batchSize: 1 },
    });
    await failing(body, 1);

    await hub.park(body);

    const letter = (await hub.deadLetters.newest(50)).items.find((item) => item.body === body);
    expect(letter).toMatchObject({
      kind: 'queue',
      event_type: null,
      attempts: 1,
      cause: { code: 'MESSAGE.UNKNOWN_TYPE' },
    });
    expect(letter?.cause.message).not.toContain('canary');
  });
});

describe('stream records that a function gave up on', () => {
  it('are parked with where they were in the stream', async () => {
    const failure = {
      requestContext: {
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:relay',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 6,
      },
      DDBStreamBatchInfo: { shardId: 's', startSequenceNumber: '10', endSequenceNumber: '12', batchSize: 3 },
    };

    await hub.park(JSON.stringify(failure));

    const letter = (await hub.deadLetters.newest(50)).items.find((item) => item.kind === 'stream');
    expect(letter).toMatchObject({
      cause: {
        code: 'STREAM.RETRY_ATTEMPTS_EXHAUSTED',
        message: expect.stringContaining('relay gave up on 3 stream records'),
      },
      attempts: 6,
    });
  });
});

describe('a failed attempt', () => {
  it('is a sync log of its own, before the one of the attempt that succeeded', async () => {
    const { submission_id, correlation_id } = await hub.submit();
    const [message = ''] = await hub.owed(submission_id);
    await failing(message.replace('.v1', '.v3'), 2);
    await hub.deliver(message, 3);

    const { items } = await hub.events.history(correlation_id, 10);

    expect(items.map(toSyncLog).map((log) => [log?.outcome, log?.attempt])).toEqual([
      ['succeeded', 3],
      ['failed', 1],
      ['failed', 2],
    ]);
  });
});

describe('the sweeper', () => {
  const sweep = (nowMs: number, sent: string[]) =>
    scheduledSweep()({
      events: hub.events,
      nowMs: () => nowMs,
      toEnvelope,
      send: async (messages) => {
        sent.push(...messages.map((message) => message.body));
        return { failedIds: [], refusals: [] };
      },
    });

  it('sends what has been owed for a minute, and nothing younger or settled', async () => {
    const { submission_id } = await hub.submit();
    const [message = ''] = await hub.owed(submission_id);
    const early: string[] = [];
    const late: string[] = [];

    await sweep(Date.now(), early);
    const result = await sweep(Date.now() + 61_000, late);

    expect(early).not.toContain(message);
    // Maps come back from the table with their keys in any order.
    expect(late.map((body) => JSON.parse(body))).toEqual([JSON.parse(message)]);
    expect(result).toEqual({ resent: 1, older_than_seconds: 60, left: 0 });
    await hub.deliver(message);
    const after: string[] = [];
    await sweep(Date.now() + 61_000, after);
    expect(after).toEqual([]);
  });
});
