// The shapes of items: outbox events and failed attempts. What an id already says is not stored twice: the stores beside this file map both ways.

import type { EventType } from '../../contracts/events/catalogue.ts';
import type { EventStatus } from '../../contracts/integration-event.ts';
import type { SyncOutcome } from '../../contracts/sync-log.ts';
import type { Key } from '../engine/keys.ts';

/** Outcome of the attempt that settled an event; it is that event's sync log. */
export interface SyncResult {
  readonly outcome: SyncOutcome;
  readonly message: string;
  readonly attempt: number;
  readonly worker_version: string;
  readonly processed_at: string;
}

export interface EventItem extends Key {
  readonly entity: 'event';
  readonly event_type: EventType;
  readonly event_status: EventStatus;
  /** 1 when new, or 2 more than the event it replaces; one more with each change of status. */
  readonly version: number;
  readonly source_system: string;
  readonly subject: string;
  readonly causation_id?: string;
  readonly traceparent: string;
  readonly created_at: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly sync?: SyncResult;
  /** When it was given up last; attempts after that belong to its redrive. */
  readonly dead_lettered_at?: string;
  /** How often an operator put it back to work. */
  readonly redrives?: number;
  /** When it was put back to work; absent while it has been owed since it was made. */
  readonly pending_since?: string;
  readonly list_pk: string;
  readonly list_sk: string;
  /** Present exactly while the event is pending. */
  readonly pending_pk?: string;
  readonly pending_sk?: string;
}

/** A failed attempt at a message, kept as a sync log and as the cause of a dead letter. */
export interface AttemptItem extends Key {
  readonly entity: 'attempt';
  readonly event_type: string | null;
  readonly trace_id: string | null;
  readonly code: string;
  readonly message: string;
  readonly attempt: number;
  readonly worker_version: string;
  readonly processed_at: string;
  readonly list_pk?: string;
  readonly list_sk?: string;
}
