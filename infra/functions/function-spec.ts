// What a row of the function table says of a function.
import type { EnvironmentName } from '../../shared/runtime/env.ts';
import type { ObjectPrefix } from '../../shared/table/documents/keys.ts';
import type { Boundary } from '../../shared/table/engine/keys.ts';

/** What starts a function. */
export type Trigger = 'rest' | 'stream' | 'work-queue' | 'failure-queues' | 'schedule';

/** What a function may do with the work queue beyond being started by it. */
export type QueueRight = 'send' | 'look' | 'purge';

/** What a function may do with objects of the document bucket, by the place they are in. */
export interface ObjectRights {
  readonly get?: readonly ObjectPrefix[];
  readonly put?: readonly ObjectPrefix[];
  readonly remove?: readonly ObjectPrefix[];
  /** May list the whole bucket. @default false */
  readonly list?: boolean;
}

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
  /** @default no right on the work queue */
  readonly workQueue?: QueueRight;
  /** Has lists, whose cursors it signs: may make the secret for that if there is none yet. @default false */
  readonly lists?: boolean;
  /** A link that it signs can do what it may do itself. @default no right on documents' bytes */
  readonly objects?: ObjectRights;
  /** Uses the idempotency table for `Idempotency-Key`. @default false */
  readonly idempotency?: boolean;
  /** Reads and writes everything, scans and deletes; exists in the development stage only. @default false */
  readonly developmentOnly?: boolean;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Largest bundle, minified. @default maxHandlerBytes of infra/bundle.ts */
  readonly maxBundleBytes?: number;
  readonly environment: readonly EnvironmentName[];
}
