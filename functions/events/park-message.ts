// Parks a message that failed for good as a dead letter with its cause, once; its event is no longer pending.
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { makeId } from '../../shared/contracts/ids.ts';
import { cluesOfMessage, type ReadMessage, readMessage } from '../../shared/contracts/read-message.ts';
import { type RefusedEvent, refusedEvent } from '../../shared/contracts/refused-event.ts';
import { attemptSubject } from '../../shared/core/events/attempt-subject.ts';
import { claimOf } from '../../shared/core/events/event-claim.ts';
import { cutText } from '../../shared/core/text/cut-text.ts';
import type {
  DeadLetterStore,
  NewDeadLetter,
  ParkedEvent,
  ParkOutcome,
} from '../../shared/table/desk/dead-letter-store.ts';
import type { EventStore } from '../../shared/table/outbox/event-store.ts';
import type { AttemptItem } from '../../shared/table/outbox/items.ts';

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

export async function parkMessage(message: FailedMessage, deps: ParkMessageDeps): Promise<ParkOutcome> {
  const failure = parsed(streamFailure, message.body);
  if (failure !== undefined) return deps.deadLetters.park(streamLetter(message, failure, deps));
  const refusal = parsed(refusedEvent, message.body)?.refused_event;
  if (refusal !== undefined) {
    const { event_id: eventId, correlation_id: correlationId } = refusal;
    return deps.deadLetters.park(refusedLetter(message, refusal, deps), {
      correlationId,
      eventId,
      sentAt: sentAt(message),
    });
  }
  const read = readMessage(message.body);
  return deps.deadLetters.park(await queueLetter(message, read, deps), parkedEventOf(message, read));
}

/** The event that is no longer pending then; a readable message must describe it as the outbox does. */
function parkedEventOf(message: FailedMessage, read: ReadMessage): ParkedEvent | undefined {
  const { correlationId, eventId } = cluesOfMessage(read);
  if (correlationId === null || eventId === null) return undefined;
  return {
    correlationId,
    eventId,
    sentAt: sentAt(message),
    ...(read.kind === 'event' ? { claim: claimOf(read) } : {}),
  };
}

const sentAt = ({ sentAtMs }: FailedMessage): string => new Date(sentAtMs).toISOString();

async function queueLetter(message: FailedMessage, read: ReadMessage, deps: ParkMessageDeps): Promise<NewDeadLetter> {
  const clues = cluesOfMessage(read);
  const attempts = await deps.events.attempts(attemptSubject(sha256(message).toString('hex'), read));
  const last = attempts.at(-1);
  return {
    dead_letter_id: makeId('deadLetter', hashUlid(message, deps)),
    kind: 'queue',
    event_id: clues.eventId,
    event_type: clues.eventType,
    correlation_id: clues.correlationId,
    trace_id: clues.traceId,
    cause: last === undefined ? noAnswer : { code: last.code, message: last.message },
    attempts: attempts.reduce((highest: number, item: AttemptItem) => Math.max(highest, item.attempt), 0),
    parked_at: deps.now().toISOString(),
    body: cutText(message.body, maxBodyCharacters),
  };
}

const noAnswer = {
  code: 'SYNC.NO_ANSWER',
  message: 'no attempt said why it failed: the function was ended by its time or memory limit',
};

function refusedLetter(
  message: FailedMessage,
  { event_id, event_type, correlation_id, trace_id, queue, code }: RefusedEvent['refused_event'],
  deps: ParkMessageDeps,
): NewDeadLetter {
  return {
    dead_letter_id: makeId('deadLetter', hashUlid(message, deps)),
    kind: 'queue',
    event_id,
    event_type,
    correlation_id,
    trace_id,
    cause: {
      code: 'QUEUE.CONTENT_REFUSED',
      message: `the ${queue} queue refuses the message of this event for its content (${code}); a redrive sends the same message`,
    },
    attempts: 0,
    parked_at: deps.now().toISOString(),
    body: message.body,
  };
}

function streamLetter(
  message: FailedMessage,
  failure: z.output<typeof streamFailure>,
  deps: ParkMessageDeps,
): NewDeadLetter {
  const { functionArn, condition, approximateInvokeCount } = failure.requestContext;
  const { startSequenceNumber, endSequenceNumber, batchSize } = failure.DDBStreamBatchInfo;
  const position = `${batchSize} stream records from ${startSequenceNumber} to ${endSequenceNumber}`;
  return {
    dead_letter_id: makeId('deadLetter', hashUlid(message, deps)),
    kind: 'stream',
    event_id: null,
    event_type: null,
    correlation_id: null,
    trace_id: null,
    cause: {
      code: `STREAM.${condition.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}`,
      message: `${functionArn.split(':')[6]} gave up on ${position}; the sweeper sends again what is owed, POST /jobs/rebuild repairs read models`,
    },
    attempts: approximateInvokeCount,
    parked_at: deps.now().toISOString(),
    body: cutText(message.body, maxBodyCharacters),
  };
}

function hashUlid(message: FailedMessage, deps: ParkMessageDeps): string {
  return deps.ulidOfHash(message.sentAtMs, sha256(message));
}

const sha256 = ({ body }: FailedMessage): Buffer => createHash('sha256').update(body).digest();

/**
 * Message of Lambda on the on-failure queue of a stream mapping: positions in the stream, not the records. Only short
 * texts of known form are taken over, because people read them.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
const streamFailure = z.object({
  requestContext: z.object({
    functionArn: z.string().check(z.regex(/^arn:[\w-]+:lambda:[\w-]*:\d*:function:[\w-]{1,140}(:[\w$-]{1,140})?$/)),
    condition: z.string().check(z.regex(/^[A-Za-z]{1,60}$/)),
    approximateInvokeCount: z.number().check(z.int(), z.gte(0)),
  }),
  DDBStreamBatchInfo: z.object({
    startSequenceNumber: z.string().check(z.regex(/^\d{1,40}$/)),
    endSequenceNumber: z.string().check(z.regex(/^\d{1,40}$/)),
    batchSize: z.number().check(z.int(), z.gte(1)),
  }),
});

function parsed<T>(schema: z.ZodMiniType<T>, body: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
