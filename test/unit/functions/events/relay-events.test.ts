// What goes on a queue: ASCII only, and the same value when it is read.
import { describe, expect, it } from 'vitest';
import { asciiJson, relayEvents } from '../../../../functions/events/relay-events.ts';
import type { Envelope } from '../../../../shared/contracts/envelope.ts';
import type { EventItem } from '../../../../shared/table/outbox/items.ts';

const texts = ['Kim 🚀', 'Łukasz', 'علی‌رضा', '\u007f\u0085\u2028\uffff', 'plain "quoted" \\ text', '\ud800 alone'];

describe('asciiJson', () => {
  it.each(texts)('writes %j in ASCII and loses nothing', (text) => {
    const json = asciiJson({ text, [text]: 1 });

    expect(json).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(json)).toEqual({ text, [text]: 1 });
  });
});

describe('relayEvents', () => {
  it('puts a message on the queue in ASCII, whoever made its event', async () => {
    const bodies: string[] = [];
    const data = { changed_by: 'Kim 🚀' };

    await relayEvents([{ sequenceNumber: '1', item: { traceparent: 't' } as EventItem }], {
      toEnvelope: () => ({ id: 'EVT-1', type: 'hub.case.status-changed.v1', data }) as unknown as Envelope,
      send: async (messages) => {
        bodies.push(...messages.map(({ body }) => body));
        return { failedIds: [], refusals: [] };
      },
    });

    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ data });
  });
});
