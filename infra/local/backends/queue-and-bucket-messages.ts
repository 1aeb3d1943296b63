// Messages between the host and the thread that serves SQS and S3.

export interface QueueSpec {
  readonly name: string;
  readonly arn: string;
  /** SQS attributes by their API names, e.g. `VisibilityTimeout`, `RedrivePolicy`. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface QueueAndBucketData {
  readonly buckets: readonly string[];
  readonly queues: readonly QueueSpec[];
  /** Folder of the mirrored objects. */
  readonly objectFolder: string;
  readonly accountId: string;
}

export type QueueCommand =
  | { readonly kind: 'purge'; readonly queue: string }
  /** Makes waiting receive calls return empty at once. */
  | { readonly kind: 'release'; readonly queue: string }
  | { readonly kind: 'inspect'; readonly queue: string }
  | { readonly kind: 'counts' }
  | { readonly kind: 'stop' };

/** Current contents of a queue. */
export interface QueueContent {
  readonly ready: readonly string[];
  readonly delayed: readonly string[];
  readonly inFlight: readonly string[];
}

/** Number of SQS requests since the start by action, from all clients. */
export type RequestCounts = Readonly<Record<string, number>>;

export type QueueReply =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly id: number; readonly value: QueueContent | RequestCounts | undefined };
