// Contract of sync logs: the outcomes of synchronisation.
import * as z from 'zod/mini';
import { correlationId, eventId } from './ids.ts';
import { ofEvents } from './integration-event.ts';
import { anyOf } from './list-query.ts';
import { instant } from './page.ts';
import { syncOutcomes } from './values/events.ts';

export type SyncOutcome = (typeof syncOutcomes)[number];

export const syncLog = z.object({
  sync_log_id: z.string(),
  event_id: z.nullable(eventId),
  event_type: z.nullable(z.string()),
  correlation_id: z.nullable(correlationId),
  outcome: z.enum(syncOutcomes),
  /** The effect, or the reason for the failure, in words. */
  message: z.string(),
  /** Number of the delivery of the message, from 1. */
  attempt: z.number(),
  /** Version of the sync function. */
  worker_version: z.string(),
  processed_at: instant,
});
export type SyncLog = z.output<typeof syncLog>;

export const syncLogListQuery = z.strictObject({ ...ofEvents, outcome: z.optional(anyOf(syncOutcomes)) });
export type SyncLogListQuery = z.output<typeof syncLogListQuery>;
