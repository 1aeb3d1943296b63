// Decisions about dead letters on the engine: a redrive keeps the event's identity, cannot loop, and is kept with its reason.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeadLetter } from '../../functions/events/read-integration.ts';
import {
  type DecideDeadLetterDeps,
  dismissDeadLetter,
  redriveDeadLetter,
} from '../../functions/events/redrive-or-dismiss.ts';
import { type SweepOutboxDeps, scheduledSweep, sweepAllOverdue } from '../../functions/events/sweep-outbox.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { maxRedrives } from '../../shared/core/desk/dead-letter-decisions.ts';
import { withheldText } from '../../shared/core/personal-data/mask-personal-data.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { stragglers, violations } from '../support/invariants.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let test: TestTable;
let hub: ReturnType<typeof lifecycle>;
let sent: string[] = [];
let queueUp = true;
let deps: DecideDeadLetterDeps;
beforeAll(async () => {
  test = await startTestTable();
  hub = lifecycle(test.documents);
  deps = {
    deadLetters: hub.deadLetters,
    events: hub.events,
    now: () => new Date(),
    newUlid: ulidSource(),
    toEnvelope,
    send: async (messages) => {
      if (!queueUp) return { failedIds: messages.map(({ id }) => id), refusals: [] };
      sent.push(...messages.map(({ body }) => body));
      return { failedIds: [], refusals: [] };
    },
  };
});
afterAll(() => test.stop());

const olga = { name: 'Olga', subject: 'person-olga' };
const decision = (deadLetterId: string, idempotencyKeyHash?: string, payloadFingerprint?: string) => ({
  deadLetterId,
  reason: 'the cause is repaired',
  decidedBy: olga,
  traceId: 'a'.repeat(32),
  idempotencyKeyHash,
  payloadFingerprint,
});

interface Parked {
  readonly letterId: string;
  readonly message: string;
  readonly submissionId: string;
  readonly correlationId: string;
  readonly eventId: string;
}

/** A submission whose message fails `attempts` times and is parked. */
async function parked(attempts = 1): Promise<Parked> {
  const { submission_id, correlation_id, event_id } = await hub.submit();
  const [message = ''] = await hub.owed(submission_id);
  await failAndPark(message, attempts);
  return {
    letterId: event_id.replace('EVT-', 'DL-'),
    message,
    submissionId: submission_id,
    correlationId: correlation_id,
    eventId: event_id,
  };
}

/** The message as a version that nobody knows fails, and is parked in its event's name. */
async function failAndPark(message: string, attempts: number): Promise<void> {
  const unknown = message.replace('.v1', '.v9');
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    await expect(hub.deliver(unknown, attempt)).rejects.toThrow();
  }
  expect(await hub.park(unknown)).toBe('parked');
}

const same = (left: string | undefined, right: string) => expect(JSON.parse(left ?? 'null')).toEqual(JSON.parse(right));

describe('a redrive', () => {
  it('sends the same event again, keeps who decided and why, and the event comes to its effects', async () => {
    const { letterId, message, submissionId, correlationId, eventId } = await parked(5);
    sent = [];

    const letter = await redriveDeadLetter(decision(letterId), deps);

    expect(letter).toMatchObject({
      status: 'redriven',
      redrives: 1,
      decisions: [
        { action: 'redriven', decided_by: 'Olga', decided_by_id: 'person-olga', reason: 'the cause is repaired' },
      ],
      actions: { redrive: { allowed: false }, dismiss: { allowed: false } },
    });
    expect(sent).toHaveLength(1);
    same(sent[0], message);
    expect(await hub.events.get(correlationId, eventId)).toMatchObject({ event_status: 'pending', version: 3 });
    expect(await hub.owed(submissionId)).toHaveLength(1);
    expect(await hub.deliver(sent[0] ?? '')).toMatchObject({ kind: 'synced' });
    const items = await test.items();
    expect(violations(items, [submissionId])).toEqual([]);
    expect(stragglers(items)).toEqual([]);
  });

  it('moves the letter from what waits to what was decided', async () => {
    const before = await hub.deadLetters.count();
    const { letterId } = await parked();
    const ids = async (status?: 'parked' | 'redriven' | 'dismissed') =>
      (await hub.deadLetters.newest(50, undefined, { status })).items.map(({ dead_letter_id }) => dead_letter_id);
    expect(await ids('parked')).toContain(letterId);

    await redriveDeadLetter(decision(letterId), deps);

    expect(await hub.deadLetters.count()).toBe(before);
    expect(await ids('parked')).not.toContain(letterId);
    expect(await ids('redriven')).toContain(letterId);
    expect(await ids('dismissed')).not.toContain(letterId);
    expect(await ids()).toContain(letterId);
  });

  it('that fails again parks the same letter, with its attempts counted anew and its decisions kept', async () => {
    const { letterId, message, correlationId, eventId } = await parked(5);
    const other = await parked();
    await redriveDeadLetter(decision(letterId), deps);

    await failAndPark(message, 2);

    expect(await hub.deadLetters.get(letterId)).toMatchObject({
      status: 'parked',
      attempts: 2,
      redrives: 1,
      decisions: [{ action: 'redriven' }],
      fingerprint: (await hub.deadLetters.get(other.letterId))?.fingerprint,
      cause: { code: 'MESSAGE.UNKNOWN_TYPE' },
      actions: { redrive: { allowed: true } },
    });
    expect(await hub.events.get(correlationId, eventId)).toMatchObject({ event_status: 'dead_lettered', version: 4 });
  });

  it(`is refused after ${maxRedrives} times, and the letter can still be dismissed`, async () => {
    const { letterId, message } = await parked();
    for (let round = 1; round <= maxRedrives; round += 1) {
      await redriveDeadLetter(decision(letterId), deps);
      await failAndPark(message, 1);
    }
    sent = [];

    await expect(redriveDeadLetter(decision(letterId), deps)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'DEAD_LETTER.TOO_MANY_REDRIVES',
    });

    expect(sent).toEqual([]);
    const letter = await dismissDeadLetter(decision(letterId), deps);
    expect(letter.decisions.map(({ action }) => action)).toEqual([...Array(maxRedrives).fill('redriven'), 'dismissed']);
  });

  it('by ten operators at once is made by exactly one of them', async () => {
    const { letterId, correlationId, eventId } = await parked();
    sent = [];

    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => redriveDeadLetter(decision(letterId, `key-${index}`), deps)),
    );

    const codes = results.map((result) => (result.status === 'fulfilled' ? 'done' : result.reason.code));
    expect(codes.filter((code) => code === 'done')).toHaveLength(1);
    expect(codes.filter((code) => code !== 'done').every((code) => code === 'DEAD_LETTER.DECIDED_ALREADY')).toBe(true);
    expect(sent).toHaveLength(1);
    expect(await hub.events.get(correlationId, eventId)).toMatchObject({ version: 3, redrives: 1 });
  });

  it('repeated with the same idempotency key is the same redrive', async () => {
    const { letterId } = await parked();
    await redriveDeadLetter(decision(letterId, 'one-key'), deps);

    expect(await redriveDeadLetter(decision(letterId, 'one-key'), deps)).toMatchObject({ redrives: 1 });
  });

  it('is not undone by a copy of the message that had failed before', async () => {
    const { letterId, message, correlationId, eventId } = await parked();
    const sentBeforeMs = Date.now() - 60_000;
    await redriveDeadLetter(decision(letterId), deps);

    expect(await hub.park(message, sentBeforeMs)).toBe('settled');
    expect(await hub.deadLetters.get(letterId)).toMatchObject({ status: 'redriven', redrives: 1 });
    expect(await hub.events.get(correlationId, eventId)).toMatchObject({ event_status: 'pending' });
  });

  it('with a key that decided something else before is refused, and decides nothing', async () => {
    const { letterId } = await parked();
    await redriveDeadLetter(decision(letterId, 'other-key', 'one reason'), deps);

    await expect(redriveDeadLetter(decision(letterId, 'other-key', 'another reason'), deps)).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'IDEMPOTENCY.KEY_REUSED',
    });
    expect((await hub.deadLetters.get(letterId))?.decisions).toHaveLength(1);
  });

  it('and a dismissal at the same moment leave one decision', async () => {
    const { letterId } = await parked();

    const results = await Promise.allSettled([
      redriveDeadLetter(decision(letterId), deps),
      dismissDeadLetter(decision(letterId), deps),
    ]);

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await hub.deadLetters.get(letterId))?.decisions).toHaveLength(1);
  });
});

describe('a redrive whose message does not reach the queue', () => {
  const sweepAt = (nowMs: number): SweepOutboxDeps => ({
    ...deps,
    events: hub.events,
    nowMs: () => nowMs,
  });

  it('stands, and the sweep sends the event a minute after it, however old the event is', async () => {
    const { letterId, message, submissionId } = await parked();
    queueUp = false;
    const redrivenMs = Date.now();
    expect(await redriveDeadLetter(decision(letterId), deps)).toMatchObject({ status: 'redriven' });
    queueUp = true;
    sent = [];

    const pages = await Promise.all(hub.events.owedShards.map((shard) => hub.events.owed(shard)));
    const owed = pages.flatMap(({ entries }) => entries).filter(({ sk }) => sk === letterId.replace('DL', 'EVT'));
    expect(owed.map(({ sinceMs }) => sinceMs >= redrivenMs)).toEqual([true]);
    const sweep = scheduledSweep();
    await sweep(sweepAt(Date.now() + 30_000));
    await sweepAllOverdue(sweepAt(Date.now() + 30_000));
    const mine = () => sent.filter((body) => body.includes(submissionId));
    expect(mine()).toEqual([]);
    await sweep(sweepAt(Date.now() + 61_000));

    expect(mine()).toHaveLength(1);
    expect(JSON.parse(mine()[0] ?? '')).toMatchObject({ id: JSON.parse(message).id, data: JSON.parse(message).data });
  });
});

describe('a letter without an event of the hub', () => {
  it('is refused a redrive, says what to do, and can be dismissed', async () => {
    const body = '{ nothing to read';
    await hub.park(body);
    const letter = (await hub.deadLetters.newest(50)).items.find((item) => item.body === body);
    const id = letter?.dead_letter_id ?? '';

    await expect(redriveDeadLetter(decision(id), deps)).rejects.toMatchObject({ code: 'DEAD_LETTER.NO_EVENT' });
    expect(await dismissDeadLetter(decision(id), deps)).toMatchObject({ status: 'dismissed', redrives: 0 });
    await expect(dismissDeadLetter(decision(id), deps)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'DEAD_LETTER.DECIDED_ALREADY',
      details: {
        decision: { action: 'dismissed', decided_by: 'Olga', decided_at: expect.stringMatching(/^\d{4}-.*Z$/) },
      },
    });
  });

  it('does not vanish when it comes while the event it names is back at work', async () => {
    const { letterId, message, submissionId } = await parked();
    await redriveDeadLetter(decision(letterId), deps);
    const forged = JSON.stringify({ ...JSON.parse(message), subject: 'SUB-01JD0000000000000000000000' });
    const before = await hub.deadLetters.count();

    expect(await hub.park(forged)).toBe('parked');

    expect(await hub.deadLetters.count()).toBe(before + 1);
    expect(await hub.owed(submissionId)).toHaveLength(1);
  });
});

describe('a decided letter', () => {
  it('tells a viewer who decided what, and withholds the reason as it does the body', async () => {
    const { letterId } = await parked();
    await dismissDeadLetter(decision(letterId), deps);

    const seen = await readDeadLetter(letterId, { unmasked: false }, { deadLetters: hub.deadLetters });

    expect(seen.body).toBe(withheldText);
    expect(seen.decisions).toMatchObject([{ action: 'dismissed', decided_by: 'Olga', reason: withheldText }]);
  });
});
