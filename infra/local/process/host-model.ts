// What starting the embedded host takes and what a running one offers to scripts and tests.

import type { QueueContent, RequestCounts } from '../backends/queue-and-bucket-messages.ts';
import type { Invocation } from '../lambda/function-messages.ts';
import type { Counters } from '../mappings/counters.ts';
import type { Log } from './log.ts';

export interface HostOptions {
  /** Folder of the synthesised assembly: template, asset manifest and what it points to. */
  readonly assembly: string;
  readonly dataDir: string;
  /** Port of the API. @default 0, any free one */
  readonly port?: number;
  /** Port of the dashboard. @default 0, any free one */
  readonly webPort?: number;
  /** Empties the data folder first. @default false */
  readonly fresh?: boolean;
  /** Another DynamoDB than the embedded one. */
  readonly dynamodbUrl?: string;
  /** Folder of the built dashboard. @default none; every page answers 404 */
  readonly siteFolder?: string;
  /** @default a log that says nothing */
  readonly log?: Log;
  /** Replaces the visibility timeout of every queue, so that tests of redelivery need not wait minutes. */
  readonly visibilityTimeoutSeconds?: number;
  /** Environments of one function at most. @default one for each core, from 2 to 4 */
  readonly maxEnvironments?: number;
  /** Events of one function that may wait; beyond it they are throttled. @default 1000 */
  readonly maxWaiting?: number;
  /** Idle milliseconds after which spare environments end. @default 15000 */
  readonly spareIdleMs?: number;
  /** Idle milliseconds after which a function's last environment ends. @default 300000 */
  readonly lastIdleMs?: number;
  /** Longest wait for an integration, if below the template's. */
  readonly integrationTimeoutMs?: number;
  /** How long running work may take to finish at a stop. @default 10000 */
  readonly stopDeadlineMs?: number;
  /** Called with a message when the host cannot go on, e.g. because the DynamoDB engine ended. */
  readonly onFatal?: (message: string) => void;
}

/** Physical names by logical id. */
export type Names = Readonly<Record<string, string>>;

export interface RunningHost {
  readonly apiUrl: string;
  readonly siteUrl: string;
  /** Where documents' bytes are uploaded and read; absent when the template has no documents. */
  readonly documentsUrl: string | undefined;
  /** The template's outputs, with the API's address as it is here. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly endpoints: { readonly dynamodb: string; readonly sqs: string; readonly s3: string };
  /** Environment variables for SDK clients of tests: region, credentials, endpoints. */
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
  /** The tables had no items when the host started. */
  readonly empty: boolean;
  /** Exact counts since the start or `resetCounters`. */
  readonly counters: Counters;
  /** Invocations by function name since the start or `resetCounters`. */
  readonly invocations: Readonly<Record<string, number>>;
  /** SQS requests by action since the start, those of functions included. */
  sqsRequests(): Promise<RequestCounts>;
  resetCounters(): void;
  /** Environments alive, by function name. */
  environments(): Readonly<Record<string, number>>;
  readonly mappings: {
    /**
     * Switches mappings off or on; resolves when they are quiet.
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
  /** Lets running work finish up to the deadline, then ends everything. */
  stop(): Promise<void>;
  /** Ends everything at once, as losing the power would; the data folder can be used again. */
  kill(): Promise<void>;
}

/**
 * The entry meant by a logical id, a name, or a part of one of them.
 * @throws Error listing what there is, when none or several match
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
