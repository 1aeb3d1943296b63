// Parked letters by cause: exact numbers, one group for what differs in ids and times only, and the note of the last decision.
import { beforeAll, describe, expect, it } from 'vitest';
import { listDeadLetterGroups } from '../../functions/events/list-dead-letter-groups.ts';
import { listDeadLetters } from '../../functions/events/read-integration.ts';
import { dismissDeadLetter } from '../../functions/events/redrive-or-dismiss.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import { fingerprintOf } from '../../shared/core/desk/fingerprint.ts';
import { withheldText } from '../../shared/core/personal-data/mask-personal-data.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { hub } = await startLifecycle();
const newUlid = ulidSource();
const deps = {
  deadLetters: hub.deadLetters,
  events: hub.events,
  cursors: cursors(hub.table, Date.now),
  now: () => new Date(),
  newUlid,
  toEnvelope,
  send: async () => ({ failedIds: [], refusals: [] }),
};
const operator = { unmasked: true } as const;

const park = async (message: string, parkedAt: string): Promise<string> => {
  const deadLetterId = makeId('deadLetter', newUlid());
  await hub.deadLetters.park({
    dead_letter_id: deadLetterId,
    kind: 'queue',
    event_id: null,
    event_type: 'RequestCreated',
    correlation_id: null,
    trace_id: null,
    cause: { code: 'SYNC.FAILED', message },
    attempts: 5,
    parked_at: parkedAt,
    body: '{}',
  });
  return deadLetterId;
};
const dismiss = (deadLetterId: string, reason: string) =>
  dismissDeadLetter(
    {
      deadLetterId,
      reason,
      decidedBy: { name: 'Olga', subject: 'person-olga' },
      traceId: 'a'.repeat(32),
      idempotencyKeyHash: undefined,
    },
    deps,
  );
const groups = async (limit = 50, cursor?: string, reader: { readonly unmasked: boolean } = operator) =>
  listDeadLetterGroups({ limit, cursor }, reader, deps);
const groupOf = async (message: string) => {
  const fingerprint = fingerprintOf({ desk: 'DEADLETTERS', code: 'SYNC.FAILED', type: 'RequestCreated', message });
  return (await groups()).data.find((group) => group.fingerprint === fingerprint);
};

describe('a thousand letters whose messages differ in ids, times and hosts', () => {
  const minute = (index: number) =>
    `2026-01-31T${String(10 + Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}:00.000Z`;
  const messages = [
    (index: number) => `order ${index} not found at 10:04:11`,
    (index: number) => `order 3f2504e0-4f89-41d3-9a0c-${String(index).padStart(12, '0')} not found at 23:59:00`,
    (index: number) => `order ${index} not found at db-${index % 9}.example.internal:5432`,
  ];
  const textOf = (index: number): string => messages[index % 3]?.(index) ?? '';
  let ids: readonly string[];
  beforeAll(async () => {
    ids = await Promise.all(Array.from({ length: 1000 }, (_, index) => park(textOf(index), minute(index % 480))));
    await park('the case is gone', '2026-02-01T00:00:00.000Z');
  });

  it('are one group with their number, the first and last time, and one message in full', async () => {
    const group = await groupOf(textOf(0));

    expect(group).toMatchObject({
      count: 1000,
      first_seen_at: minute(0),
      last_seen_at: minute(479),
      event_type: 'RequestCreated',
      cause: { code: 'SYNC.FAILED', message: expect.stringMatching(/^order \S+ not found at \S+$/) },
      last_decision: null,
    });
    expect(ids).toContain(group?.sample_id);
    expect((await hub.deadLetters.get(group?.sample_id ?? ''))?.fingerprint).toBe(group?.fingerprint);
  });

  it('are listed by their fingerprint, each once, without letters of other causes', async () => {
    const { fingerprint } = (await groupOf(textOf(0))) ?? {};
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listDeadLetters({ limit: 300, cursor, status: 'parked', fingerprint }, operator, deps);
      seen.push(...page.data.map(({ dead_letter_id }) => dead_letter_id));
      cursor = page.pagination.next ?? undefined;
    } while (cursor !== undefined);

    expect(seen).toEqual([...ids].sort().reverse());
  });

  it('are fewer by each decision, which leaves a note for the rest and stays in the list of decided ones', async () => {
    const [first = '', second = ''] = ids;
    await dismiss(first, 'the order is a test');
    await dismiss(second, 'the warehouse has lost it');

    const group = await groupOf(textOf(0));
    expect(group).toMatchObject({
      count: 998,
      last_decision: { action: 'dismissed', decided_by: 'Olga', reason: 'the warehouse has lost it' },
    });
    const { fingerprint } = group ?? {};
    const dismissed = await listDeadLetters({ limit: 50, status: 'dismissed', fingerprint }, operator, deps);
    expect(dismissed.data.map(({ dead_letter_id }) => dead_letter_id)).toEqual([second, first]);
    const masked = await groups(50, undefined, { unmasked: false });
    expect(masked.data.find((one) => one.fingerprint === fingerprint)?.last_decision?.reason).toBe(withheldText);
  });
});

describe('groups', () => {
  it('come in pages, the group of the last letter first, and each once', async () => {
    for (const [index, what] of ['invoice', 'address', 'contract'].entries()) {
      await park(`the ${what} is locked`, `2026-03-0${index + 1}T00:00:00.000Z`);
    }

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await groups(2, cursor);
      expect(page.data.length).toBeLessThanOrEqual(2);
      seen.push(...page.data.map(({ cause }) => cause.message.replace(/\d.*/, '')));
      cursor = page.pagination.next ?? undefined;
    } while (cursor !== undefined);

    expect(seen).toEqual([
      'the contract is locked',
      'the address is locked',
      'the invoice is locked',
      'the case is gone',
      expect.stringMatching(/^order /),
    ]);
  });
});
