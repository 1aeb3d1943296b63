// Exact counts of what the mappings do, for tests that hold the product to its budget.

export interface Counters {
  /** ReceiveMessage calls of queue mappings, empty ones included. */
  sqsReceives: number;
  /** Those of them that brought nothing. */
  sqsEmptyReceives: number;
  /** DeleteMessageBatch calls of queue mappings. */
  sqsDeletes: number;
  /** GetRecords calls of stream mappings. */
  streamPolls: number;
  /** Records that stream mappings read, before filtering. */
  streamRecords: number;
  /** Records and messages handed to functions. */
  deliveredRecords: number;
  /** Batches handed to functions, retries included. */
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
