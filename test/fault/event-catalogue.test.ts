// A new event type is a definition in the catalogue and an effect: relay, queue and sync need no change for it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EffectDeps, type EventAttempt, settled } from '../../functions/sync/effect.ts';
import { type Effects, effects } from '../../functions/sync/effects.ts';
import { eventCatalogue } from '../../shared/contracts/events/catalogue.ts';
import type { EventDefinition } from '../../shared/contracts/events/definition.ts';
import type { Vocabulary } from '../../shared/contracts/events/vocabulary.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import { pendingEvent } from '../../shared/table/outbox/outbox.ts';
import { newWorld } from '../support/fault-world.ts';
import { sampleTraceparent } from '../support/lifecycle.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTestTable();
});
afterAll(() => engine.stop());

const noteTaken = {
  type: 'NoteTaken',
  cloudEvent: 'hub.note.taken.v1',
  queue: 'work',
  tells: 'somebody took a note',
  effect: 'keeps the note in the sync log',
  emittedBy: [],
  data: ({ data, text }: Vocabulary) => data({ note: text }),
} as const satisfies EventDefinition;

/** The catalogue and the effects with one more; only their types do not know it. */
const events = {
  catalogue: [...eventCatalogue, noteTaken],
  effects: {
    ...effects,
    NoteTaken: async (data: { readonly note: string }, { claim, log }: EventAttempt, { sync }: EffectDeps) => {
      const message = `noted: ${data.note}`;
      return settled(await sync.complete(claim, log(message)), { kind: 'synced', message }, claim);
    },
  } as Effects,
};

const ulid = '01JD0000000000000000000001';
const takenNote = (data: Record<string, unknown>) =>
  pendingEvent(
    {
      eventId: makeId('event', ulid),
      correlationId: makeId('correlation', ulid),
      eventType: noteTaken.type as never,
      sourceSystem: 'test',
      subject: 'note-1',
      traceparent: sampleTraceparent,
      createdAt: new Date().toISOString(),
      data,
    },
    4,
  );

describe('a third event type', () => {
  it('goes from the outbox over its queue to its effect and is completed', async () => {
    const world = await newWorld(engine, { events });
    await world.put({ ...takenNote({ note: 'water the plants' }) });

    await world.streamOnce();
    const bodies = world.queue.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    await world.pump();

    expect(bodies).toMatchObject([{ type: 'hub.note.taken.v1', data: { note: 'water the plants' } }]);
    const [event] = (await world.items()).filter((item) => item['entity'] === 'event');
    expect(event).toMatchObject({
      event_status: 'completed',
      sync: { outcome: 'succeeded', message: 'noted: water the plants' },
    });
    await world.end();
  });

  it('is held against its own schema before its effect', async () => {
    const world = await newWorld(engine, { events });
    await world.put({ ...takenNote({ note: 7 }) });

    await world.pump();

    const [letter] = (await world.items()).filter((item) => item['entity'] === 'dead_letter');
    expect(letter).toMatchObject({ evidence: { cause: { code: 'MESSAGE.NOT_AN_EVENT' } } });
    await world.end();
  });
});
