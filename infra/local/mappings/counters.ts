// Counts the work of the mappings exactly, for tests that check the budget.

export interface Counters {
  /** ReceiveMessage calls of queue mappings, empty ones included. */
  sqsReceives: number;
  /** Empty ReceiveMessage calls of queue mappings. */
  sqsEmptyReceives: number;
  /** DeleteMessageBatch calls of queue mappings. */
  sqsDeletes: number;
  /** GetRecords calls of stream mappings. */
  streamPolls: number;
  /** Records that stream mappings read, before filtering. */
  streamRecords: number;
  /** Records and messages delivered to functions. */
  deliveredRecords: number;
  /** Batches delivered to functions, including retries. */
  batches: number;
}

export function newCounters(): Counters {
  return {
    sqsReceives: 0,
    sqsEmptyReceives: 0,
    sqsDeletes: 0,
    streamPolls: 0,
    streamRecords: 0,
    deliveredRecords: 0,
    batches: 0,
  };
}
