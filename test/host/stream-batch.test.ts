import { describe, expect, it } from 'vitest';
import { processStreamBatch, type StreamBatchRules } from '../../infra/local/mappings/stream-batch.ts';
import type { StreamRecord } from '../../infra/local/mappings/stream-reader.ts';
import type { JsonObject } from '../../infra/local/template/intrinsics.ts';

const rules: StreamBatchRules = {
  functionArn: 'arn:function',
  streamArn: 'arn:stream',
  partial: false,
  bisect: false,
  maximumRetryAttempts: 2,
  maximumRecordAgeSeconds: 60,
};

function record(sequenceNumber: string, createdAtSeconds = 1000): StreamRecord {
  return { shard: 's', sequenceNumber, createdAtSeconds, event: {} };
}

/** Runs a batch through a function that fails for some sequence numbers, and notes what happens. */
async function runBatch(records: readonly StreamRecord[], given: Partial<StreamBatchRules>, poison: readonly string[]) {
  const seen = { invoked: [] as string[], done: [] as string[], givenUp: [] as JsonObject[], pauses: [] as number[] };
  await processStreamBatch(
    records,
    { ...rules, ...given },
    {
      invoke: async (batch) => {
        seen.invoked.push(batch.map(({ sequenceNumber }) => sequenceNumber).join());
        return batch.some(({ sequenceNumber }) => poison.includes(sequenceNumber))
          ? { kind: 'error', requestId: 'r', error: { errorType: 'Error', errorMessage: 'poison', trace: [] } }
          : { kind: 'result', requestId: 'r', payload: 'null' };
      },
      done: ({ sequenceNumber }) => void seen.done.push(sequenceNumber),
      giveUp: async (message) => void seen.givenUp.push(message),
      pause: async (ms) => void seen.pauses.push(ms),
      nowMs: () => 1_030_000,
    },
  );
  return seen;
}

describe('processStreamBatch', () => {
  it('tries a failing batch once and as often again as the ceiling says, waiting longer each time', async () => {
    const seen = await runBatch([record('1'), record('2')], {}, ['2']);

    expect(seen.invoked).toEqual(['1,2', '1,2', '1,2']);
    expect(seen.pauses).toEqual([200, 400]);
    expect(seen.givenUp).toMatchObject([
      {
        requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
        DDBStreamBatchInfo: { startSequenceNumber: '1', endSequenceNumber: '2', batchSize: 2 },
      },
    ]);
    expect(seen.done).toEqual(['2']);
  });

  it('gives up records that are too old without invoking the function', async () => {
    const seen = await runBatch([record('1', 900), record('2', 1000)], {}, []);

    expect(seen.invoked).toEqual(['2']);
    expect(seen.givenUp).toMatchObject([
      {
        requestContext: { condition: 'RecordAgeExceeded' },
        DDBStreamBatchInfo: { endSequenceNumber: '1', batchSize: 1 },
      },
    ]);
    expect(seen.done).toEqual(['1', '2']);
  });

  it('splits a failing batch in halves without counting that as a retry', async () => {
    const seen = await runBatch(
      ['1', '2', '3', '4'].map((id) => record(id)),
      { bisect: true, maximumRetryAttempts: 0 },
      ['2'],
    );

    expect(seen.invoked).toEqual(['1,2,3,4', '1,2', '1', '2', '3,4']);
    expect(seen.givenUp).toHaveLength(1);
    expect(seen.done).toEqual(['1', '2', '4']);
  });
});
