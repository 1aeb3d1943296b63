// The queue wrapper: each message stands or falls alone.
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { HubError } from '../../../../../shared/errors/hub-error.ts';
import { type QueueMessage, queueBatch } from '../../../../../shared/runtime/batch/queue-batch.ts';
import { lambdaContext, recordingTools } from '../../../../support/http.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

function record(body: string, parts: { attempt?: number; traceparent?: string } = {}): SQSRecord {
  const { attempt = 1, traceparent } = parts;
  return {
    messageId: `id-${body}`,
    receiptHandle: 'r',
    body,
    attributes: {
      ApproximateReceiveCount: String(attempt),
      SentTimestamp: '1772366400000',
      SenderId: 's',
      ApproximateFirstReceiveTimestamp: '1772366400000',
    },
    messageAttributes:
      traceparent === undefined
        ? {}
        : { traceparent: { stringValue: traceparent, dataType: 'String', binaryListValues: [], stringListValues: [] } },
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:work',
    awsRegion: 'us-east-1',
  };
}
const batch = (records: SQSRecord[]): SQSEvent => ({ Records: records });
const bodies = ['a', 'b', 'c', 'd'];

describe('queueBatch', () => {
  it('hands over the message with its attempt, attributes and time', async () => {
    const seen: QueueMessage[] = [];
    const tools = recordingTools();
    const handler = queueBatch(async (message) => void seen.push(message), tools);

    const response = await handler(
      batch([record('a', { attempt: 3, traceparent: `00-${traceId}-00f067aa0ba902b7-01` })]),
      lambdaContext(),
    );

    expect(response).toEqual({ batchItemFailures: [] });
    expect(seen[0]).toMatchObject({
      body: 'a',
      attempt: 3,
      messageId: 'id-a',
      sentAt: '2026-03-01T12:00:00.000Z',
      queueArn: 'arn:aws:sqs:us-east-1:000000000000:work',
      messageAttributes: { traceparent: expect.stringContaining(traceId) },
    });
  });

  it.each(Array.from({ length: 2 ** bodies.length }, (_, subset) => subset))(
    'reports exactly the failed messages of subset %i',
    async (subset) => {
      const failing = bodies.filter((_, index) => ((subset >> index) & 1) === 1);
      const done: string[] = [];
      const handler = queueBatch(async ({ body }) => {
        if (failing.includes(body)) throw new Error('poison');
        done.push(body);
      }, recordingTools());

      const response = await handler(batch(bodies.map((body) => record(body))), lambdaContext());

      expect(response.batchItemFailures.map((failure) => failure.itemIdentifier).sort()).toEqual(
        failing.map((body) => `id-${body}`),
      );
      expect(done.sort()).toEqual(bodies.filter((body) => !failing.includes(body)));
    },
  );

  it('goes on in the trace of each message and writes one line with all of them, failures first', async () => {
    const tools = recordingTools();
    const spans: string[] = [];
    const handler = queueBatch(async ({ body }, context) => {
      spans.push(context.traceparent);
      context.note({ event: body, delivery: 'forged' });
      if (body === 'b') throw new HubError({ kind: 'transient', code: 'TABLE.CONTENDED', message: 'busy' });
    }, tools);

    await handler(
      batch([record('a', { traceparent: `00-${traceId}-00f067aa0ba902b7-01` }), record('b')]),
      lambdaContext(),
    );

    expect(spans[0]).toMatch(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)`));
    expect(tools.lines).toHaveLength(1);
    expect(tools.lines[0]).toMatchObject({
      level: 'error',
      message: 'queue_batch',
      fields: {
        record_count: 2,
        failed_count: 1,
        records: [
          {
            message_id: 'id-b',
            delivery: 'failed',
            error_code: 'TABLE.CONTENDED',
            error_kind: 'transient',
            event: 'b',
          },
          { message_id: 'id-a', delivery: 'processed', trace_id: traceId, event: 'a', attempt: 1 },
        ],
      },
    });
    expect(tools.metrics[0]).toMatchObject({ values: { RecordsProcessed: [1, 'count'], RecordsFailed: [1, 'count'] } });
  });

  it('never writes a body into the log', async () => {
    const tools = recordingTools();
    const handler = queueBatch(() => Promise.reject(new Error('unreadable')), tools);

    await handler(batch([record('canary-body')]), lambdaContext());

    expect(
      JSON.stringify(
        tools.lines.map((line) => ({
          ...line.fields,
          records: (line.fields['records'] as { message_id: string }[]).map(({ message_id: _, ...rest }) => rest),
        })),
      ),
    ).not.toContain('canary-body');
  });
});
