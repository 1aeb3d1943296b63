// Handles one delivery of a queue message: reads it, syncs it, and logs a failed attempt.
import { createHash } from 'node:crypto';
import { cluesOfMessage, type ReadMessage } from '../../shared/contracts/read-message.ts';
import { attemptSubject } from '../../shared/core/events/attempt-subject.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import type { EventStore } from '../../shared/table/outbox/event-store.ts';
import type { SyncEventResult } from './effect.ts';
import { type SyncEventDeps, syncEvent } from './sync-event.ts';

export interface HandleMessageDeps extends SyncEventDeps {
  readonly read: (body: string) => ReadMessage;
  readonly events: Pick<EventStore, 'recordAttempt'>;
}

export interface QueueMessage {
  readonly body: string;
  /** Number of the delivery, from 1. */
  readonly attempt: number;
}

/** @throws the error of the attempt, so that the queue redelivers the message and finally dead-letters it */
export async function handleMessage(message: QueueMessage, deps: HandleMessageDeps): Promise<SyncEventResult> {
  const read = deps.read(message.body);
  try {
    if (read.kind === 'unreadable') throw new HubError({ kind: 'defect', code: read.code, message: read.reason });
    return await syncEvent(read, message.attempt, deps);
  } catch (error) {
    await recordFailure(message, read, error, deps);
    throw error;
  }
}

async function recordFailure(
  message: QueueMessage,
  read: ReadMessage,
  error: unknown,
  deps: HandleMessageDeps,
): Promise<void> {
  const clues = cluesOfMessage(read);
  try {
    await deps.events.recordAttempt({
      ...attemptSubject(createHash('sha256').update(message.body).digest('hex'), read),
      event_type: clues.eventType,
      trace_id: clues.traceId,
      code: error instanceof HubError ? error.code : 'SYNC.FAILED',
      message: error instanceof Error ? error.message : String(error),
      attempt: message.attempt,
      worker_version: deps.workerVersion,
      processed_at: deps.now().toISOString(),
    });
  } catch (cause) {
    // The cause of the failure may also fail the log; the first failure is reported.
    if (error instanceof Error && error.cause === undefined) error.cause = cause;
  }
}
