// Decisions about many letters: by id or by cause, with an outcome for each, in calls of at most a hundred.
import { beforeEach, describe, expect, it } from 'vitest';
import { dismissDeadLetters, redriveDeadLetters } from '../../functions/events/decide-dead-letter-sets.ts';
import { dismissDeadLetter } from '../../functions/events/redrive-or-dismiss.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import type { DeadLetterSetResult } from '../../shared/contracts/dead-letter.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { stragglers, violations } from '../support/invariants.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { test, hub } = await startLifecycle();
const newUlid = ulidSource();
let sent: string[] = [];
beforeEach(() => {
  sent = [];
});
const deps = {
  deadLetters: hub.deadLetters,
  events: hub.events,
  cursors: cursors(hub.table, Date.now),
  now: () => new Date(),
  newUlid,
  toEnvelope,
  send: async (messages: readonly { readonly body: string }[]) => {
    sent.push(...messages.map(({ body }) => body));
    return { failedIds: [], refusals: [] };
  },
};
const maker = {
  reason: 'the cause is known',
  decidedBy: { name: 'Olga', subject: 'person-olga' },
  traceId: 'a'.repeat(32),
  idempotencyKeyHash: undefined,
};

/** A submission whose message is parked. */
async function parkedEvent(): Promise<string> {
  const { submission_id, event_id } = await hub.submit();
  const [message = ''] = await hub.owed(submission_id);
  expect(await hub.park(message)).toBe('parked');
  return event_id.replace('EVT-', 'DL-');
}

/** A letter without an event, which may not be redriven. */
async function parkedAlone(what: string): Promise<string> {
  const dead_letter_id = makeId('deadLetter', newUlid());
  await hub.deadLetters.park({
    dead_letter_id,
    kind: 'queue',
    event_id: null,
    event_type: null,
    correlation_id: null,
    trace_id: null,
    cause: { code: 'MESSAGE.NOT_JSON', message: `${what} is no JSON` },
    attempts: 5,
    parked_at: new Date().toISOString(),
    body: '{',
  });
  return dead_letter_id;
}
const parkedMany = (what: string, count: number) => Promise.all(Array.from({ length: count }, () => parkedAlone(what)));
const fingerprintOf = async (id: string | undefined) => (await hub.deadLetters.get(id ?? ''))?.fingerprint ?? '';
const statusesOf = async (ids: readonly string[]) => [
  ...new Set((await hub.deadLetters.getMany(ids)).map((letter) => letter?.status)),
];

/** All calls that it takes to decide about a set. */
async function throughout(decide: typeof dismissDeadLetters, fingerprint?: string) {
  const answers: DeadLetterSetResult[] = [];
  let cursor: string | undefined;
  do {
    const filter = { status: 'parked', fingerprint, cursor } as const;
    const answer = await decide({ ...maker, set: { filter } }, deps);
    answers.push(answer);
    cursor = answer.next ?? undefined;
  } while (cursor !== undefined);
  return answers;
}

describe('letters that are named', () => {
  it('have an outcome each, and one refusal stops no other', async () => {
    const [first, second] = [await parkedEvent(), await parkedEvent()];
    await dismissDeadLetter({ ...maker, deadLetterId: second }, deps);
    const unknown = 'DL-01JD0000000000000000000000';

    const result = await redriveDeadLetters(
      { ...maker, set: { dead_letter_ids: [first, second, unknown, first] } },
      deps,
    );

    expect(result).toMatchObject({
      done: 1,
      refused: 2,
      outcomes: [
        { id: first, outcome: 'done', code: null, detail: expect.stringContaining('redrive 1 of 5') },
        {
          id: second,
          outcome: 'refused',
          code: 'DEAD_LETTER.DECIDED_ALREADY',
          detail: expect.stringContaining('Olga'),
        },
        { id: unknown, outcome: 'not_found', code: 'DEAD_LETTER.NOT_FOUND' },
      ],
      remaining: 0,
      next: null,
    });
    expect(sent).toHaveLength(1);
  });

  it('are dismissed once by a call that is repeated with its idempotency key', async () => {
    const ids = [await parkedEvent(), await parkedAlone('a repeated thing')];
    const call = { ...maker, idempotencyKeyHash: 'set-key', set: { dead_letter_ids: ids } };

    const answers = [await dismissDeadLetters(call, deps), await dismissDeadLetters(call, deps)];

    expect(answers).toMatchObject([{ done: 2 }, { done: 2 }]);
    expect((await hub.deadLetters.getMany(ids)).map((letter) => letter?.decisions.length)).toEqual([1, 1]);
  });
});

describe('letters of one cause', () => {
  it('that may not be redriven are refused with the reason, and dismissed in calls of a hundred, each once', async () => {
    const ids = await parkedMany('a broken thing', 201);
    const [other = ''] = await parkedMany('another broken thing', 1);
    const fingerprint = await fingerprintOf(ids[0]);

    const refused = await throughout(redriveDeadLetters, fingerprint);
    const answers = await throughout(dismissDeadLetters, fingerprint);

    const outcomes = refused.flatMap((answer) => answer.outcomes);
    expect(outcomes.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(new Set(outcomes.map(({ code }) => code))).toEqual(new Set(['DEAD_LETTER.NO_EVENT']));
    expect(answers.map(({ done, remaining }) => [done, remaining])).toEqual([
      [100, 101],
      [100, 1],
      [1, 0],
    ]);
    expect(await statusesOf(ids)).toEqual(['dismissed']);
    expect(await statusesOf([other])).toEqual(['parked']);
    expect(sent).toEqual([]);
  });

  it('go back to work together, and their events come to their effects', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => parkedEvent()));
    const fingerprint = await fingerprintOf(ids[0]);

    const answers = await throughout(redriveDeadLetters, fingerprint);

    expect(answers.reduce((sum, { done }) => sum + done, 0)).toBe(ids.length);
    expect(await statusesOf(ids)).toEqual(['redriven']);
    expect(sent).toHaveLength(ids.length);
    for (const message of sent) await hub.deliver(message);
    const items = await test.items();
    expect(violations(items, [])).toEqual([]);
    expect(stragglers(items)).toEqual([]);
  });

  it('that are parked between two calls are not part of the set', async () => {
    const ids = await parkedMany('a growing thing', 101);
    const fingerprint = await fingerprintOf(ids[0]);
    const { next } = await dismissDeadLetters({ ...maker, set: { filter: { status: 'parked', fingerprint } } }, deps);
    const late = await parkedAlone('a growing thing');

    const filter = { status: 'parked', fingerprint, cursor: next ?? undefined } as const;
    const answer = await dismissDeadLetters({ ...maker, set: { filter } }, deps);

    expect(answer).toMatchObject({ done: 1, remaining: 0, next: null });
    expect(await statusesOf([late])).toEqual(['parked']);
  });

  it('take no cursor of another set', async () => {
    const ids = await parkedMany('a long thing', 101);
    const fingerprint = await fingerprintOf(ids[0]);
    const { next } = await redriveDeadLetters({ ...maker, set: { filter: { status: 'parked', fingerprint } } }, deps);

    const filter = { status: 'parked', cursor: next ?? '' } as const;
    await expect(dismissDeadLetters({ ...maker, set: { filter } }, deps)).rejects.toMatchObject({
      kind: 'malformed',
      fields: [{ pointer: '/filter/cursor' }],
    });
  });
});

describe('all parked letters', () => {
  it('can be dismissed without naming a cause', async () => {
    await parkedMany('some thing', 3);
    await parkedEvent();

    await throughout(dismissDeadLetters);

    expect(await hub.deadLetters.count()).toBe(0);
  });
});
