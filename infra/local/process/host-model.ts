// Options of the embedded host, and the interface of a running host for scripts and tests.

import type { QueueContent, RequestCounts } from '../backends/queue-and-bucket-messages.ts';
import type { Invocation } from '../lambda/function-messages.ts';
import type { Counters } from '../mappings/counters.ts';
import type { Log } from './log.ts';

export interface HostOptions {
  /** Folder of the synthesised assembly: template, asset manifest and assets. */
  readonly assembly: string;
  readonly dataDir: string;
  /** Port of the API. @default 0, any free port */
  readonly port?: number;
  /** Port of the dashboard. @default 0, any free port */
  readonly webPort?: number;
  /** Empties the data folder first. @default false */
  readonly fresh?: boolean;
  /** URL of an external DynamoDB instead of the embedded one. */
  readonly dynamodbUrl?: string;
  /** Folder of the built dashboard. @default none; every page answers 404 */
  readonly siteFolder?: string;
  /** @default a log without output */
  readonly log?: Log;
  /** Overrides the visibility timeout of every queue, so that redelivery tests need not wait minutes. */
  readonly visibilityTimeoutSeconds?: number;
  /** Maximum environments of one function. @default one per core, from 2 to 4 */
  readonly maxEnvironments?: number;
  /** Maximum waiting events of one function; further events are throttled. @default 1000 */
  readonly maxWaiting?: number;
  /** Idle milliseconds after which spare environments end. @default 15000 */
  readonly spareIdleMs?: number;
  /** Idle milliseconds after which a function's last environment ends. @default 300000 */
  readonly lastIdleMs?: number;
  /** Maximum wait for an integration, if below the template's. */
  readonly integrationTimeoutMs?: number;
  /** Grace period for running work at a stop, in milliseconds. @default 10000 */
  readonly stopDeadlineMs?: number;
  /** Called with a message when the host cannot continue, e.g. because the DynamoDB engine exited. */
  readonly onFatal?: (message: string) => void;
}

/** Physical names by logical id. */
export type Names = Readonly<Record<string, string>>;

export interface RunningHost {
  readonly apiUrl: string;
  readonly siteUrl: string;
  /** URL for uploads and downloads of documents; absent when the template has no document bucket. */
  readonly documentsUrl: string | undefined;
  /** The template's outputs with the local API URL. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly endpoints: { readonly dynamodb: string; readonly sqs: string; readonly s3: string };
  /** Environment variables for SDK clients in tests: region, credentials, endpoints. */
  readonly clientEnvironment: Readonly<Record<string, string>>;
  readonly names: {
    readonly tables: Names;
    readonly queues: Names;
    readonly buckets: Names;
    readonly functions: Names;
    readonly rules: Names;
    /** Function name by the mapping's logical id. */
    readonly mappings: Names;
  };
  /** True when all tables were empty at the start of the host. */
  readonly empty: boolean;
  /** Exact counts since the start or `resetCounters`. */
  readonly counters: Counters;
  /** Invocations by function name since the start or `resetCounters`. */
  readonly invocations: Readonly<Record<string, number>>;
  /** Number of SQS requests by action since the start, including those of functions. */
  sqsRequests(): Promise<RequestCounts>;
  resetCounters(): void;
  /** Number of live environments by function name. */
  environments(): Readonly<Record<string, number>>;
  readonly mappings: {
    /**
     * Disables or enables mappings; resolves when they are idle.
     * @param which Logical id of a mapping, or (part of) the name of its function
     */
    setEnabled(which: string, enabled: boolean): Promise<void>;
  };
  readonly queues: {
    /** @param which Logical id, or (part of) the queue's name */
    purge(which: string): Promise<void>;
    inspect(which: string): Promise<QueueContent>;
  };
  /** @param which Logical id, or (part of) the function's name */
  invoke(which: string, event: unknown): Promise<Invocation>;
  /** Runs a schedule's targets now. @param which Logical id, or (part of) a target function's name */
  runSchedule(which: string): Promise<readonly Invocation[]>;
  /** Waits for running work until the deadline, then stops everything. */
  stop(): Promise<void>;
  /** Stops everything at once, like a power failure; the data folder stays usable. */
  kill(): Promise<void>;
}

/**
 * Finds the entry by logical id, name, or part of either.
 * @throws Error that lists the candidates when none or several match
 */
export function pick(names: Names, which: string, what: string): readonly [logicalId: string, name: string] {
  const all = Object.entries(names);
  const exact = all.find(([logicalId, name]) => logicalId === which || name === which);
  const partial = all.filter(([logicalId, name]) => logicalId.includes(which) || name.includes(which));
  const found = exact ?? (partial.length === 1 ? partial[0] : undefined);
  if (found === undefined) {
    const known = all.map(([logicalId, name]) => `${logicalId} (${name})`).join(', ');
    throw new Error(`${which} names ${partial.length === 0 ? 'no' : 'more than one'} ${what}; there are ${known}`);
  }
  return found;
}
