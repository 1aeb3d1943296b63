// A message that its queue refuses for its content: its event ends as a dead letter and delays no other event.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pointModes } from '../support/fault-points.ts';
import { post } from '../support/fault-scenario-document.ts';
import { newWorld, type World } from '../support/fault-world.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTestTable();
});
afterAll(() => engine.stop());

let refusedId: string | undefined;
let world: World;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  refusedId = undefined;
  world = await newWorld(engine, { refuses: (body) => refusedId !== undefined && body.includes(refusedId) });
});
afterEach(async () => {
  await world.end();
  vi.useRealTimers();
});

async function submitThree(): Promise<readonly [string, string, string]> {
  const answers = [await world.request(post), await world.request(post), await world.request(post)];
  return answers.map((answer) => String(answer?.body['event_id'])) as [string, string, string];
}

/** Status of each event, and what is known of each dead letter. */
async function outcome() {
  const items = await world.items();
  const events = items.filter((item) => item['entity'] === 'event');
  const { body } = (await world.request({ method: 'GET', resource: '/integration/dead-letters' })) ?? {
    body: { data: [] },
  };
  return {
    statusOf: (id: string) => events.find((item) => JSON.stringify(item).includes(id))?.['event_status'],
    letters: body['data'] as readonly Record<string, unknown>[],
  };
}

const letterOf = (eventId: string) => ({
  dead_letter_id: eventId.replace('EVT-', 'DL-'),
  kind: 'queue',
  status: 'parked',
  event_id: eventId,
  correlation_id: expect.stringMatching(/^COR-/),
  event_type: 'RequestCreated',
  cause: { code: 'QUEUE.CONTENT_REFUSED', message: expect.stringContaining('InvalidMessageContents') },
  attempts: 0,
});

describe('a message that the work queue refuses for its content', () => {
  it('ends as a dead letter of its event when the relay sends it, and the others go on in the same run', async () => {
    const [first, second, third] = await submitThree();
    refusedId = second;

    await world.streamOnce();

    expect(world.queue.map(({ body }) => JSON.parse(body).id)).toEqual([first, third]);
    expect(world.givenUp).toEqual([]);
    await world.pump();
    const { statusOf, letters } = await outcome();
    expect([first, second, third].map(statusOf)).toEqual(['completed', 'dead_lettered', 'completed']);
    expect(letters).toMatchObject([letterOf(second)]);
  });

  it('ends as one dead letter when two sweeps send it before it is parked, and no sweep fails', async () => {
    const [first, second, third] = await submitThree();
    await world.streamOnce();
    world.queue.splice(0);
    refusedId = second;
    world.advance(120_000);

    const sweeps = [await world.sweep(), await world.sweep()];

    expect(sweeps).toMatchObject([
      { kind: 'answer', value: { resent: 2, left: 0 } },
      { kind: 'answer', value: { resent: 2, left: 0 } },
    ]);
    await world.pump();
    const { statusOf, letters } = await outcome();
    expect([first, second, third].map(statusOf)).toEqual(['completed', 'dead_lettered', 'completed']);
    expect(letters).toMatchObject([letterOf(second)]);
  });

  it('is parked again when an operator redrives it, and goes through once its queue takes it', async () => {
    const [, second] = await submitThree();
    refusedId = second;
    await world.pump();
    const redrive = {
      method: 'POST',
      resource: '/integration/dead-letters/{dead_letter_id}/redrive',
      params: { dead_letter_id: second.replace('EVT-', 'DL-') },
      body: { reason: 'once more' },
    } as const;

    await world.request(redrive);
    await world.pump();
    const refusedAgain = await outcome();
    refusedId = undefined;
    await world.request(redrive);
    await world.pump();
    const taken = await outcome();

    expect(refusedAgain.statusOf(second)).toBe('dead_lettered');
    expect(refusedAgain.letters).toMatchObject([{ ...letterOf(second), redrives: 1 }]);
    expect(taken.statusOf(second)).toBe('completed');
    expect(taken.letters).toMatchObject([{ status: 'redriven', redrives: 2 }]);
  });

  // The first call of the relay sends the three messages, the second one the note to park.
  it.each(pointModes)('ends as one dead letter when the note about it goes wrong: %s', async (mode) => {
    const [first, second, third] = await submitThree();
    refusedId = second;
    world.faults.arm(2, mode);

    await world.pump();
    await world.faults.late();
    await world.pump();

    expect(world.faults.struck).toEqual({ kind: 'relay', call: 'SendMessageBatch' });
    const { statusOf, letters } = await outcome();
    expect([first, second, third].map(statusOf)).toEqual(['completed', 'dead_lettered', 'completed']);
    expect(letters).toMatchObject([letterOf(second)]);
  });
});
