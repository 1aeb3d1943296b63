// Shape of the rows of functions: trigger, its rights, its limits and its alarms.
import type { QueueName } from '../../shared/contracts/values/queue-names.ts';
import type { EnvironmentName } from '../../shared/runtime/env.ts';
import type { ObjectPrefix } from '../../shared/table/documents/keys.ts';
import type { Boundary } from '../../shared/table/engine/keys.ts';
import type { StageConfig } from '../stage.ts';
import type { FunctionAlarm, RunbookSection } from './alarm-spec.ts';

/** API Gateway calls the function for the routes of its capability. */
export interface RestTrigger {
  readonly kind: 'rest';
}

/** A rule starts the function at a fixed rate. */
export interface ScheduleTrigger {
  readonly kind: 'schedule';
  readonly everyMinutes: number;
}

/** The function receives messages in batches of up to ten. */
export interface QueueTrigger {
  readonly kind: 'queue';
  /** Queues that events travel on, or every queue of what failed for good. */
  readonly queues: readonly QueueName[] | 'failures';
  /** Environments at once, at least two. A ceiling of the mapping: reserved concurrency would burn receive counts. */
  readonly maxConcurrency: number;
}

/** The function reads the table's stream. */
export interface StreamTrigger {
  readonly kind: 'stream';
  /** Kind of change. @default every kind */
  readonly eventName?: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** Text attributes of the new image, each with the values that it may have. */
  readonly newImage: Readonly<Record<string, readonly string[]>>;
  readonly batchSize: number;
}

/** Trigger of a function. */
export type Trigger = RestTrigger | ScheduleTrigger | QueueTrigger | StreamTrigger;

/** Rights of a function on the queues of events, beyond its trigger. */
export type QueueRight = 'send' | 'look' | 'purge';

/** Rights of a function on objects of the document bucket, by prefix. */
export interface ObjectRights {
  readonly get?: readonly ObjectPrefix[];
  readonly put?: readonly ObjectPrefix[];
  readonly remove?: readonly ObjectPrefix[];
  /** May list the whole bucket. @default false */
  readonly list?: boolean;
}

/** A timeout that an option of the stage sets. */
export type StageTimeout = Extract<keyof StageConfig, `${string}TimeoutSeconds`>;

/** One function, its rights and its limits. */
export interface FunctionSpec {
  /** Name in the template, in `dist/` and in logs. */
  readonly name: string;
  /** Handler file, relative to the project root. */
  readonly entry: string;
  readonly trigger: Trigger;
  /** One sentence: what it does; shown in the console. */
  readonly description: string;
  /** Boundaries it may read. */
  readonly reads: readonly Boundary[];
  /** Boundaries it may put to and update. Reading is granted apart. */
  readonly writes: readonly Boundary[];
  /** Boundaries it may only put items to (outbox events), never update. That it replaces none is the code's condition. */
  readonly appends: readonly Boundary[];
  /** Right on every queue that events travel on; who sends may also send notes on what a queue refused. @default none */
  readonly queues?: QueueRight;
  /** Has lists, whose cursors it signs: may make the secret for that if there is none yet. @default false */
  readonly lists?: boolean;
  /** A link that it signs can do what it may do itself. @default no right on documents' bytes */
  readonly objects?: ObjectRights;
  /** Uses the idempotency table for `Idempotency-Key`. @default false */
  readonly idempotency?: boolean;
  /** Reads and writes everything, scans and deletes; exists in the development stage only. @default false */
  readonly developmentOnly?: boolean;
  readonly timeoutSeconds: number | StageTimeout;
  readonly memoryMb: number;
  /** Largest bundle, minified. @default maxHandlerBytes of infra/bundle.ts */
  readonly maxBundleBytes?: number;
  readonly environment: readonly EnvironmentName[];
  /** Section of the runbook for its failed runs. @default background-function-fails */
  readonly failureSection?: RunbookSection;
  /** Alarms beyond those that its trigger brings; see alarm-table.ts. @default none */
  readonly alarms?: readonly FunctionAlarm[];
}

/** The timeout of a function in a stage. */
export const timeoutSecondsOf = ({ timeoutSeconds }: FunctionSpec, stage: StageConfig): number =>
  typeof timeoutSeconds === 'number' ? timeoutSeconds : stage[timeoutSeconds];
