// The stream wrapper: whole batches, failures by the lowest sequence number, unreadable records apart.
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { HubError } from '../../../../../shared/errors/hub-error.ts';
import { type StreamRecord, streamBatch } from '../../../../../shared/runtime/batch/stream-batch.ts';
import { plainItem } from '../../../../../shared/table/engine/plain-item.ts';
import { lambdaContext, recordingTools } from '../../../../support/http.ts';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

function record(sequenceNumber: string, image: Record<string, AttributeValue> = {}): DynamoDBRecord {
  return {
    eventID: sequenceNumber,
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: sequenceNumber, NewImage: { pk: { S: 'INTEG#x' }, entity: { S: 'event' }, ...image } },
  };
}
const poison = (sequenceNumber: string) => record(sequenceNumber, { bad: { X: '1' } as unknown as AttributeValue });
const run = async (records: DynamoDBRecord[], handle: Parameters<typeof streamBatch>[0]) => {
  const tools = recordingTools();
  const response = await streamBatch(handle, tools)({ Records: records }, lambdaContext());
  return { tools, failures: response.batchItemFailures.map((failure) => failure.itemIdentifier) };
};
const nothingFailed = async () => ({ failedSequenceNumbers: [] });

describe('streamBatch', () => {
  it('hands over plain images in one call', async () => {
    const seen: (readonly StreamRecord[])[] = [];

    const { failures } = await run([record('1', { count: { N: '3' } }), record('2')], async (records) => {
      seen.push(records);
      return { failedSequenceNumbers: [] };
    });

    expect(failures).toEqual([]);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.[0]).toEqual({
      sequenceNumber: '1',
      eventName: 'INSERT',
      newImage: { pk: 'INTEG#x', entity: 'event', count: 3 },
      oldImage: undefined,
    });
  });

  it('reports the lowest failed sequence number, as a number and not as a text', async () => {
    const numbers = ['9', '10', '100000000000000000000000000000000000001', '100000000000000000000000000000000000002'];

    const { failures } = await run(
      numbers.map((n) => record(n)),
      async () => ({ failedSequenceNumbers: numbers.slice(1).reverse() }),
    );

    expect(failures).toEqual(['10']);
  });

  it('handles the readable neighbours of a record that cannot be read, and reports it', async () => {
    const seen: string[] = [];

    const { failures, tools } = await run([record('1'), poison('2'), record('3')], async (records) => {
      seen.push(...records.map((each) => each.sequenceNumber));
      return { failedSequenceNumbers: ['3'] };
    });

    expect(seen).toEqual(['1', '3']);
    expect(failures).toEqual(['2']);
    expect(tools.lines[0]?.fields['records']).toEqual([
      expect.objectContaining({ sequence_number: '2', delivery: 'failed', error_code: 'STREAM.UNREADABLE' }),
      expect.objectContaining({ sequence_number: '3', delivery: 'failed' }),
      expect.objectContaining({ sequence_number: '1', delivery: 'processed' }),
    ]);
  });

  it('does not call the use case with nothing', async () => {
    const { failures } = await run([poison('1')], () => Promise.reject(new Error('must not be called')));

    expect(failures).toEqual(['1']);
  });

  it('fails a batch as a whole when its first record failed, so that it is halved', async () => {
    const error = new HubError({ kind: 'transient', code: 'HUB.THROTTLED', message: 'slow' });

    await expect(run([record('5'), record('6')], () => Promise.reject(error))).rejects.toThrow(
      '2 of 2 records failed, the first among them',
    );
  });

  it('names a record that is alone in its batch, and logs why the use case threw', async () => {
    const error = new HubError({ kind: 'transient', code: 'HUB.THROTTLED', message: 'slow' });

    const { failures, tools } = await run([record('5')], () => Promise.reject(error));

    expect(failures).toEqual(['5']);
    expect(tools.lines[0]).toMatchObject({ level: 'error', fields: { error_code: 'HUB.THROTTLED', failed_count: 1 } });
  });

  it('writes one line with trace ids and the notes of the use case, and one metric', async () => {
    const { tools } = await run([record('1', { traceparent: { S: traceparent } })], async (_, context) => {
      context.note({ rows: 4 });
      return nothingFailed();
    });

    expect(tools.lines).toEqual([
      {
        level: 'info',
        message: 'stream_batch',
        fields: expect.objectContaining({
          rows: 4,
          record_count: 1,
          records: [expect.objectContaining({ trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', entity: 'event' })],
        }),
      },
    ]);
    expect(tools.metrics).toHaveLength(1);
  });

  it('keeps the line of a large batch short', async () => {
    const { tools } = await run(
      Array.from({ length: 100 }, (_, index) => record(String(index + 1))),
      nothingFailed,
    );

    expect(tools.lines[0]?.fields).toMatchObject({ record_count: 100 });
    expect(tools.lines[0]?.fields['records']).toHaveLength(25);
  });
});

describe('plainItem', () => {
  it('reads every kind of attribute', () => {
    const image = {
      s: { S: '' },
      n: { N: '-1.5e3' },
      yes: { BOOL: false },
      none: { NULL: true },
      m: { M: { l: { L: [{ S: 'x' }, { N: '0' }] } } },
      ss: { SS: ['a', 'b'] },
      ns: { NS: ['1', '2'] },
      b: { B: Buffer.from('hi').toString('base64') },
      bs: { BS: [Buffer.from('ho').toString('base64')] },
    } satisfies Record<string, AttributeValue>;

    expect(plainItem(image)).toEqual({
      s: '',
      n: -1500,
      yes: false,
      none: null,
      m: { l: ['x', 0] },
      ss: new Set(['a', 'b']),
      ns: new Set([1, 2]),
      b: Buffer.from('hi'),
      bs: new Set([Buffer.from('ho')]),
    });
  });

  it.each([{ N: 'many' }, { N: '' }, {}, { Z: 'x' }])('takes %j for poison', (value) => {
    expect(() => plainItem({ bad: value as AttributeValue })).toThrow('an attribute');
  });
});
