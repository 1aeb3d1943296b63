// When a stream is described: the engine goes through the whole of it for that, so only when it can say anything new.
import { describe, expect, it, vi } from 'vitest';
import type { AwsCall } from '../../infra/local/backends/aws-json.ts';
import type { Checkpoint } from '../../infra/local/mappings/checkpoint.ts';
import { newCounters } from '../../infra/local/mappings/counters.ts';
import { StreamReader } from '../../infra/local/mappings/stream-reader.ts';

const record = (sequenceNumber: string) => ({ dynamodb: { SequenceNumber: sequenceNumber } });

/** A stream whose shards are given by what is read from each: the last page of a closed one has no next iterator. */
function stream(shards: Record<string, { readonly closed: boolean; readonly records: readonly string[] }>) {
  const actions: string[] = [];
  const call: AwsCall = async (action, input) => {
    actions.push(action);
    if (action === 'DescribeStream') {
      return { StreamDescription: { Shards: Object.keys(shards).map((ShardId) => ({ ShardId })) } };
    }
    if (action === 'GetShardIterator') {
      const read = Number(input['SequenceNumber'] ?? 0);
      return { ShardIterator: `${input['ShardId']}:${read}` };
    }
    const [id = '', read = '0'] = String(input['ShardIterator']).split(':');
    const { closed, records } = shards[id] ?? { closed: true, records: [] };
    const fresh = records.filter((number) => Number(number) > Number(read));
    return {
      Records: fresh.map(record),
      ...(!closed && { NextShardIterator: `${id}:${fresh.at(-1) ?? read}` }),
    };
  };
  const reader = new StreamReader({
    call,
    streamArn: 'arn',
    eventSourceArn: 'arn',
    checkpoint: { position: () => undefined } as unknown as Checkpoint,
    startingPosition: 'TRIM_HORIZON',
    counters: newCounters(),
  });
  const read = async () => (await reader.read()).map(({ sequenceNumber }) => sequenceNumber);
  return { read, described: () => actions.filter((action) => action === 'DescribeStream').length };
}

describe('StreamReader', () => {
  it('describes a stream whose shards are open only once', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { read, described } = stream({ one: { closed: false, records: ['1', '2'] } });

    expect(await read()).toEqual(['1', '2']);
    vi.advanceTimersByTime(3_600_000);
    expect(await read()).toEqual([]);
    expect(described()).toBe(1);
    vi.useRealTimers();
  });

  it('looks for the shards that follow a closed one, at most each ten seconds', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const shards: Record<string, { closed: boolean; records: string[] }> = { one: { closed: true, records: ['1'] } };
    const { read, described } = stream(shards);

    expect(await read()).toEqual(['1']);
    shards['two'] = { closed: false, records: ['2'] };
    expect(await read()).toEqual([]);
    vi.advanceTimersByTime(10_000);
    expect(await read()).toEqual(['2']);
    expect(described()).toBe(2);
    vi.useRealTimers();
  });
});
