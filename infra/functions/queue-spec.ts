// Shape of the rows of queues. Each queue that events travel on has a dead-letter queue, which follows from its row.
import { type EnvironmentName, environmentNames, queueUrlVariable } from '../../shared/runtime/env.ts';
import type { RunbookSection } from './alarm-spec.ts';
import type { FunctionSpec } from './function-spec.ts';

/** Row of a queue that events travel on. The catalogue of events names it; senders find it by `queueUrlVariable`. */
export interface EventQueueRow {
  /** Content, in a few words. */
  readonly holds: string;
  readonly retentionDays: number;
  /** Visibility timeout, in timeouts of the function that reads the queue. */
  readonly visibilityTimeouts: number;
  /** Deliveries of one message before it goes to the dead-letter queue. */
  readonly maxReceiveCount: number;
  /** Age of the oldest message at which the alarm goes off. */
  readonly alarmAfterMinutes: number;
  /** Section of the runbook for that alarm. @default work-queue-falls-behind */
  readonly section?: RunbookSection;
  /** Name of the dead-letter queue. @default the queue's name and `-dead-letters` */
  readonly deadLetters?: string;
  /** Variable by which senders find the dead-letter queue, to put notes on refused messages there. @default none: nobody sends */
  readonly notes?: EnvironmentName;
}

/** Every queue of the hub; the stream's failure queue takes the positions of records that a mapping gave up on. */
export interface QueueTable {
  readonly events: Readonly<Record<string, EventQueueRow>>;
  readonly streamFailures: { readonly holds: string };
}

/** One queue with all its settings. */
export interface QueueSpec {
  /** Name in the template. */
  readonly name: string;
  /** Name in documents and messages. */
  readonly title: string;
  readonly kind: 'events' | 'failures';
  readonly holds: string;
  readonly retentionDays: number;
  readonly visibilityTimeouts: number;
  /** Where messages go that were delivered too often. */
  readonly redrive?: { readonly to: string; readonly maxReceiveCount: number };
  /** Environment variable by which senders find it. */
  readonly urlVariable?: string;
  readonly alarm: {
    readonly name: string;
    readonly section: RunbookSection;
    readonly meaning: string;
    /** @default goes off when messages wait */
    readonly oldestMinutes?: number;
  };
}

/** Name of the queue of stream records that a mapping gave up on. */
export const streamFailures = 'stream-failures';

/** Of failure queues: a message keeps its age when it moves there, so they keep longer than any source; 14 days is the most. */
const failureRetentionDays = 14;

/** Of failure queues: the poller may hold a batch and be throttled a few times before its reader runs. */
const failureVisibilityTimeouts = 6;

/** All queues, each dead-letter queue after its source. */
export function queuesOf(table: QueueTable): readonly QueueSpec[] {
  return [...Object.entries(table.events).flatMap(([name, row]) => eventQueue(name, row)), streamQueue(table)];
}

function eventQueue(name: string, row: EventQueueRow): readonly QueueSpec[] {
  const { holds, retentionDays, visibilityTimeouts, maxReceiveCount, alarmAfterMinutes, notes } = row;
  const deadLetters = row.deadLetters ?? `${name}-dead-letters`;
  const title = `${name} queue`;
  return [
    {
      name,
      title,
      kind: 'events',
      holds,
      retentionDays,
      visibilityTimeouts,
      redrive: { to: deadLetters, maxReceiveCount },
      urlVariable: queueUrlVariable(name),
      alarm: {
        name: `${name}-QueueAge`,
        section: row.section ?? 'work-queue-falls-behind',
        meaning: `The oldest message has been waiting in the ${title} for more than ${alarmAfterMinutes} minutes`,
        oldestMinutes: alarmAfterMinutes,
      },
    },
    {
      name: deadLetters,
      title: `dead-letter queue of the ${title}`,
      kind: 'failures',
      holds: `messages that were delivered ${maxReceiveCount} times in vain${notes === undefined ? '' : ', and notes on messages that a queue refused'}`,
      retentionDays: failureRetentionDays,
      visibilityTimeouts: failureVisibilityTimeouts,
      ...(notes === undefined ? {} : { urlVariable: environmentNames[notes] }),
      alarm: {
        name: deadLetters,
        section: 'dead-letter-queue-not-empty',
        meaning: `Messages wait in the dead-letter queue of the ${title}, so parking them for an operator fails too`,
      },
    },
  ];
}

const streamQueue = (table: QueueTable): QueueSpec => ({
  name: streamFailures,
  title: 'stream failure queue',
  kind: 'failures',
  holds: table.streamFailures.holds,
  retentionDays: failureRetentionDays,
  visibilityTimeouts: failureVisibilityTimeouts,
  alarm: {
    name: streamFailures,
    section: 'stream-failure-queue-not-empty',
    meaning: 'Stream records were given up and wait to be parked',
  },
});

/** Functions that receive the messages of a queue. */
export const readersOf = (queue: QueueSpec, functions: readonly FunctionSpec[]): readonly FunctionSpec[] =>
  functions.filter(
    ({ trigger }) =>
      trigger.kind === 'queue' &&
      (trigger.queues === 'failures'
        ? queue.kind === 'failures'
        : (trigger.queues as readonly string[]).includes(queue.name)),
  );

/** Queues that a function may send to, look at or purge. */
export const queuesFor = ({ queues: right }: FunctionSpec, queues: readonly QueueSpec[]): readonly QueueSpec[] =>
  right === undefined
    ? []
    : queues.filter(({ kind, urlVariable }) => kind === 'events' || (right === 'send' && urlVariable !== undefined));
