// Contract of outbox events.
import * as z from 'zod/mini';
import { eventTypes } from './events/catalogue.ts';
import { correlationId, eventId } from './ids.ts';
import { anyOf, made } from './list-query.ts';
import { instant, pageQuery } from './page.ts';
import { eventStatuses } from './values/events.ts';

export type EventStatus = (typeof eventStatuses)[number];

export const integrationEvent = z.object({
  event_id: eventId,
  event_type: z.enum(eventTypes),
  source_system: z.string(),
  event_status: z.enum(eventStatuses),
  correlation_id: correlationId,
  causation_id: z.nullable(z.string()),
  /** Id of the submission or case that the event is about. */
  subject: z.string(),
  trace_id: z.string(),
  created_at: instant,
  completed_at: z.nullable(instant),
  data: z.record(z.string(), z.unknown()),
});
export type IntegrationEvent = z.output<typeof integrationEvent>;

/** Filters that the lists of events and sync logs share; `made` filters by the time of the event. */
export const ofEvents = {
  ...pageQuery.shape,
  correlation_id: z.optional(correlationId),
  event_type: z.optional(anyOf(eventTypes)),
  ...made,
};

export const eventListQuery = z.strictObject({ ...ofEvents, event_status: z.optional(anyOf(eventStatuses)) });
export type EventListQuery = z.output<typeof eventListQuery>;
