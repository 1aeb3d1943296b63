// Additions to counters with the product's client settings: what the SDK may send again, and what nobody may.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { projectRecords } from '../../../../../functions/dashboard/project-records.ts';
import { clientSettings } from '../../../../../shared/adapters/clients.ts';
import { toHubError } from '../../../../../shared/errors/classify.ts';
import { openBatchStore } from '../../../../../shared/table/dashboard/open-batch-store.ts';
import { projections } from '../../../../../shared/table/dashboard/projections.ts';
import { hubTable } from '../../../../../shared/table/engine/hub-table.ts';

const answered = (statusCode: number, body: object) => ({
  response: {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: new TextEncoder().encode(JSON.stringify(body)),
  },
});
const refused = (name: string) => answered(400, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'x' });

type Fate = 'timeout' | 'reset' | 500 | 503 | 'throttled';

/** A table that carries out what it does not refuse. The first additions meet these fates, further ones are answered. */
function tableMeeting(...fates: readonly Fate[]) {
  const left = [...fates];
  let sent = 0;
  let made = 0;
  const handle = async ({ headers }: { readonly headers: Readonly<Record<string, string>> }) => {
    if (!headers['x-amz-target']?.endsWith('UpdateItem')) return answered(200, { Responses: {}, Items: [], Count: 0 });
    sent += 1;
    const fate = left.shift();
    if (fate === 'throttled') return refused('ThrottlingException');
    made += 1;
    if (fate === 'timeout') throw Object.assign(new Error('no answer in time'), { name: 'TimeoutError' });
    if (fate === 'reset') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    return fate === undefined ? answered(200, {}) : answered(fate, { message: 'x' });
  };
  const client = new DynamoDBClient({
    ...clientSettings,
    region: 'us-east-1',
    endpoint: 'http://table.test',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: { handle } as never,
  });
  const table = hubTable(DynamoDBDocumentClient.from(client), 't');
  return {
    batches: openBatchStore(
      table,
      4,
      () => 0,
      () => '01JD0000000000000000000010',
    ),
    sent: () => sent,
    made: () => made,
  };
}

/** The SDK's waits before its retries pass at once. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }));
afterEach(() => void vi.useRealTimers());
async function inTime<T>(work: Promise<T>): Promise<T> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  work.then(end, end);
  while (!ended) await vi.advanceTimersByTimeAsync(5000);
  return work;
}

const lost: readonly Fate[] = ['timeout', 'reset', 500, 503];

const open = (table: ReturnType<typeof tableMeeting>) =>
  table.batches.open([{ counts: { submissions: 1 }, rows: ['SUB-01JD0000000000000000000010'] }]);

describe('an addition', () => {
  it.each(lost)('is sent once when its answer is lost: %s', async (fate) => {
    const table = tableMeeting(fate);

    const error = await inTime(open(table)).catch((thrown: unknown) => thrown);

    expect([table.sent(), table.made()]).toEqual([1, 1]);
    expect(toHubError(error)).toMatchObject({ kind: 'transient', code: 'HUB.UNAVAILABLE' });
  });

  it('is sent again while it is refused for lack of capacity', async () => {
    const table = tableMeeting('throttled', 'throttled');

    await inTime(open(table));

    expect([table.sent(), table.made()]).toEqual([3, 1]);
  });

  it('is not sent again when an answer is lost behind a refusal', async () => {
    const table = tableMeeting('throttled', 'timeout');

    await expect(inTime(open(table))).rejects.toThrow('no answer in time');

    expect([table.sent(), table.made()]).toEqual([2, 1]);
  });
});

const changed = [
  {
    sequenceNumber: '1',
    item: {
      entity: 'submission',
      pk: 'INTAKE#SUB-01JD0000000000000000000010',
      request_description: '',
      created_at: '2026-03-01T08:00:00.000Z',
    },
  },
];
const always = async (): Promise<boolean> => true;

describe('the projector', () => {
  const records = { many: async () => [undefined], advance: async () => ({ kind: 'written' as const }) };
  const project = (table: ReturnType<typeof tableMeeting>) =>
    inTime(projectRecords(changed, { projections, records, batches: table.batches }, always));

  it('counts once at most when the answer is lost, and leaves the batch to the stream', async () => {
    const table = tableMeeting('timeout');

    await expect(project(table)).rejects.toThrow('no answer in time');

    expect([table.sent(), table.made()]).toEqual([1, 1]);
  });

  it('goes on with what was refused more often than the SDK tries', async () => {
    const table = tableMeeting(...Array.from({ length: 6 }, () => 'throttled' as const));

    expect((await project(table)).reasons).toEqual([]);

    expect(table.made()).toBe(1);
  });
});
