// Queue messages: CloudEvents 1.0 in JSON, self-contained, one event per message.
import * as z from 'zod/mini';
import type { NamedData } from './events/catalogue.ts';
import type { EventDefinition } from './events/definition.ts';
import { vocabulary } from './events/vocabulary.ts';
import { correlationId, eventId } from './ids.ts';

const attributes = {
  specversion: z.literal('1.0'),
  id: eventId,
  source: z.string(),
  subject: z.string(),
  time: z.string(),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string(),
  correlationid: correlationId,
  causationid: z.optional(z.string()),
  traceparent: z.string(),
};
const unnamed = z.object(attributes);

export type Envelope = z.output<typeof unnamed> & NamedData;

/** Schema of the messages of a catalogue's events. Unknown types and versions are parked, never dropped. */
export function envelopeOf(catalogue: readonly EventDefinition[]): z.ZodMiniType<Envelope> {
  const [first, ...rest] = catalogue.map(({ cloudEvent, data }) =>
    z.object({ ...attributes, type: z.literal(cloudEvent), data: data(vocabulary) }),
  );
  if (first === undefined) throw new Error('a catalogue needs at least one event');
  return z.discriminatedUnion('type', [first, ...rest]) as unknown as z.ZodMiniType<Envelope>;
}
