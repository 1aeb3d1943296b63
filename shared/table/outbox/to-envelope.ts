// The message that carries an event. Apart from the rest of the outbox, because the relay needs nothing else of it.
import type { Envelope } from '../../contracts/envelope.ts';
import { eventCatalogue } from '../../contracts/events/catalogue.ts';
import type { EventDefinition } from '../../contracts/events/definition.ts';
import type { EventItem } from './items.ts';
import { correlationIdOf, eventIdOf } from './keys.ts';

/** CloudEvents 1.0, JSON. `type` is undefined when the catalogue has none. */
export function toEnvelope(item: EventItem, catalogue: readonly EventDefinition[] = eventCatalogue): Envelope {
  const type = catalogue.find((definition) => definition.type === item.event_type)?.cloudEvent;
  return {
    specversion: '1.0',
    id: eventIdOf(item),
    type,
    source: `/integration-hub/${item.source_system}`,
    subject: item.subject,
    time: item.created_at,
    datacontenttype: 'application/json',
    dataschema: `urn:integration-hub:schema:${type}`,
    correlationid: correlationIdOf(item),
    ...(item.causation_id === undefined ? {} : { causationid: item.causation_id }),
    traceparent: item.traceparent,
    data: item.data,
  } as Envelope;
}
