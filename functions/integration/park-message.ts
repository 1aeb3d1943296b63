// Parks what failed for good as a dead letter with its cause, once, and takes its event off what is owed.
import { createHash } from 'node:crypto';
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { DeadLetter } from '../../shared/contracts/integration.ts';
import { cluesOfMessage, readMessage } from '../../shared/core/read-message.ts';
import type { DeadLetterStore } from '../../shared/table/dead-letter-store.ts';
import type { EventStore } from '../../shared/table/event-store.ts';
import type { AttemptItem } from '../../shared/table/items.ts';
import { attemptSubject } from './handle-message.ts';

export interface ParkMessageDeps {
  readonly deadLetters: Pick<DeadLetterStore, 'park'>;
  readonly events: Pick<EventStore, 'attempts'>;
  readonly now: () => Date;
  /** A ULID made of an instant and 16 bytes of hash, so that one message always gets one id. */
  readonly ulidOfHash: (ms: number, hash: Uint8Array) => string;
}

export interface FailedMessage {
  readonly body: string;
  /** When the message was first put on its queue, in milliseconds since 1970. */
  readonly sentAtMs: number;
}

const maxBodyCharacters = 16 * 1024;

export async function parkMessage(
  message: FailedMessage,
  deps: ParkMessageDeps,
): Promise<'parked' | 'parked-before' | 'settled'> {
  const failure = streamFailureOf(message.body);
  const letter = failure === undefined ? await queueLetter(message, deps) : streamLetter(message, failure, deps);
  return deps.deadLetters.park(letter);
}

async function queueLetter(message: FailedMessage, deps: ParkMessageDeps): Promise<DeadLetter> {
  const read = readMessage(message.body);
  const clues = cluesOfMessage(read);
  const attempts = await deps.events.attempts(attemptSubject(message.body, read));
  const last = attempts.at(-1);
  return {
    dead_letter_id: makeId('deadLetter', clues.eventId === null ? hashUlid(message, deps) : ulidOf(clues.eventId)),
    kind: 'queue',
    status: 'parked',
    event_id: clues.eventId,
    event_type: clues.eventType,
    correlation_id: clues.correlationId,
    trace_id: clues.traceId,
    cause: last === undefined ? noAnswer : { code: last.code, message: last.message },
    attempts: attempts.reduce((highest: number, item: AttemptItem) => Math.max(highest, item.attempt), 0),
    parked_at: deps.now().toISOString(),
    body: message.body.slice(0, maxBodyCharacters),
  };
}

const noAnswer = {
  code: 'SYNC.NO_ANSWER',
  message: 'no attempt said why it failed: the function was ended by its time or memory limit',
};

interface StreamFailure {
  readonly functionName: string;
  readonly condition: string;
  readonly position: string;
  readonly attempts: number;
}

function streamLetter(message: FailedMessage, failure: StreamFailure, deps: ParkMessageDeps): DeadLetter {
  return {
    dead_letter_id: makeId('deadLetter', hashUlid(message, deps)),
    kind: 'stream',
    status: 'parked',
    event_id: null,
    event_type: null,
    correlation_id: null,
    trace_id: null,
    cause: {
      code: `STREAM.${failure.condition.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}`,
      message: `${failure.functionName} gave up on ${failure.position}; the sweeper sends again what is still owed`,
    },
    attempts: failure.attempts,
    parked_at: deps.now().toISOString(),
    body: message.body.slice(0, maxBodyCharacters),
  };
}

function hashUlid(message: FailedMessage, deps: ParkMessageDeps): string {
  return deps.ulidOfHash(message.sentAtMs, createHash('sha256').update(message.body).digest());
}

/** What Lambda sends to the on-failure queue of a stream mapping: positions in the stream, not the records. */
function streamFailureOf(body: string): StreamFailure | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  const { requestContext, DDBStreamBatchInfo: info } = (parsed ?? {}) as {
    requestContext?: { functionArn?: string; condition?: string; approximateInvokeCount?: number };
    DDBStreamBatchInfo?: {
      shardId?: string;
      startSequenceNumber?: string;
      endSequenceNumber?: string;
      batchSize?: number;
    };
  };
  if (info === undefined) return undefined;
  return {
    functionName: requestContext?.functionArn?.split(':')[6] ?? 'a stream function',
    condition: requestContext?.condition ?? 'Failed',
    position: `${info.batchSize ?? 1} stream records from ${info.startSequenceNumber ?? '?'} to ${info.endSequenceNumber ?? '?'}`,
    attempts: requestContext?.approximateInvokeCount ?? 1,
  };
}
