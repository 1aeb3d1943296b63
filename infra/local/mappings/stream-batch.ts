// Processes one batch of stream records: retries, bisection, partial failures, retry and age limits, and the on-failure
// queue. It returns only when every record is processed or discarded.
import { randomUUID } from 'node:crypto';
import { longestWaitMs } from '../../../shared/async/backoff.ts';
import type { Invocation } from '../lambda/function-messages.ts';
import type { JsonObject } from '../template/intrinsics.ts';
import { batchOutcome } from './batch-response.ts';
import type { StreamRecord } from './stream-reader.ts';

export interface StreamBatchRules {
  readonly functionArn: string;
  readonly streamArn: string;
  /** The mapping has `ReportBatchItemFailures`. */
  readonly partial: boolean;
  readonly bisect: boolean;
  /** Retries after the first attempt; -1 for no limit. */
  readonly maximumRetryAttempts: number;
  /** Older records are discarded; -1 for no limit. */
  readonly maximumRecordAgeSeconds: number;
}

export interface StreamBatchDeps {
  readonly invoke: (records: readonly StreamRecord[]) => Promise<Invocation>;
  /** Called with the last record that needs no further attempt. */
  readonly done: (record: StreamRecord) => void;
  /** Sends discarded records to the on-failure destination, if there is one. */
  readonly giveUp: (message: JsonObject) => Promise<void>;
  /** Waits; throws when the mapping is disabled or the host stops. */
  readonly pause: (ms: number) => Promise<void>;
  readonly nowMs: () => number;
}

/** First backoff; it doubles up to the cap: 5 retries take 0.2 + 0.4 + 0.8 + 1.6 + 3.2 = 6.2 s. */
const backoff = { firstMs: 200, capMs: 10_000 };

/** @throws the error of `pause`; records after the last `done` are then read again */
export async function processStreamBatch(
  batch: readonly StreamRecord[],
  rules: StreamBatchRules,
  deps: StreamBatchDeps,
): Promise<void> {
  let records = batch;
  let attempts = 0;
  while (records.length > 0) {
    records = await dropExpired(records, attempts, rules, deps);
    const finished = records.length === 0 ? 0 : await attempt(records, rules, deps);
    records = records.slice(finished);
    attempts = finished > 0 ? 1 : attempts + 1;
    if (records.length > 1 && finished === 0 && rules.bisect) {
      // Bisection does not count as a retry.
      const middle = Math.ceil(records.length / 2);
      await processStreamBatch(records.slice(0, middle), rules, deps);
      records = records.slice(middle);
      attempts = 0;
    } else if (records.length > 0 && (await isGivenUp(records, attempts, rules, deps))) {
      return;
    }
  }
}

/** Invokes the function once. @returns number of leading records that are processed */
async function attempt(
  records: readonly StreamRecord[],
  rules: StreamBatchRules,
  deps: StreamBatchDeps,
): Promise<number> {
  const outcome = batchOutcome(await deps.invoke(records), records.map(sequence), rules.partial);
  const failedAt =
    outcome.kind === 'all' ? 0 : records.findIndex((record) => outcome.failed.has(record.sequenceNumber));
  const finished = failedAt === -1 ? records.length : failedAt;
  markDone(records[finished - 1], deps);
  return finished;
}

/** Discards the records after the last attempt, else waits before the next one. */
async function isGivenUp(
  records: readonly StreamRecord[],
  attempts: number,
  rules: StreamBatchRules,
  deps: StreamBatchDeps,
): Promise<boolean> {
  if (rules.maximumRetryAttempts >= 0 && attempts > rules.maximumRetryAttempts) {
    await deps.giveUp(failureMessage('RetryAttemptsExhausted', attempts, records, rules));
    markDone(records.at(-1), deps);
    return true;
  }
  await deps.pause(longestWaitMs(backoff, attempts));
  return false;
}

async function dropExpired(
  records: readonly StreamRecord[],
  attempts: number,
  rules: StreamBatchRules,
  deps: StreamBatchDeps,
): Promise<readonly StreamRecord[]> {
  const oldestSeconds = deps.nowMs() / 1000 - rules.maximumRecordAgeSeconds;
  const isYoung = (record: StreamRecord) => record.createdAtSeconds >= oldestSeconds;
  const firstYoung = rules.maximumRecordAgeSeconds < 0 ? 0 : records.findIndex(isYoung);
  const expired = records.slice(0, firstYoung === -1 ? records.length : firstYoung);
  if (expired.length > 0) {
    await deps.giveUp(failureMessage('RecordAgeExceeded', attempts, expired, rules));
    markDone(expired.at(-1), deps);
  }
  return records.slice(expired.length);
}

function markDone(record: StreamRecord | undefined, deps: StreamBatchDeps): void {
  if (record !== undefined) {
    deps.done(record);
  }
}

function sequence({ sequenceNumber }: StreamRecord): string {
  return sequenceNumber;
}

/** Builds Lambda's message to the on-failure destination: it holds positions only, not the records. */
function failureMessage(
  condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded',
  attempts: number,
  records: readonly StreamRecord[],
  { functionArn, streamArn }: StreamBatchRules,
): JsonObject {
  const [first, last] = [records[0], records.at(-1)];
  return {
    requestContext: { requestId: randomUUID(), functionArn, condition, approximateInvokeCount: attempts },
    ...(attempts > 0 && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    }),
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId: first?.shard ?? '',
      startSequenceNumber: first?.sequenceNumber ?? '',
      endSequenceNumber: last?.sequenceNumber ?? '',
      approximateArrivalOfFirstRecord: isoSeconds(first),
      approximateArrivalOfLastRecord: isoSeconds(last),
      batchSize: records.length,
      streamArn,
    },
  };
}

function isoSeconds(record: StreamRecord | undefined): string {
  return new Date((record?.createdAtSeconds ?? 0) * 1000).toISOString();
}
