// Additions to counters and hours with the product's client settings: what the SDK may send again, and what nobody may.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { projectRecords } from '../../../../../functions/dashboard/project-records.ts';
import { clientSettings } from '../../../../../shared/adapters/clients.ts';
import { toHubError } from '../../../../../shared/errors/classify.ts';
import { activityStore } from '../../../../../shared/table/dashboard/activity-store.ts';
import { counterStore } from '../../../../../shared/table/dashboard/counter-store.ts';
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
    counters: counterStore(table, 4),
    activity: activityStore(table),
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

describe('an addition', () => {
  it.each(lost)('is sent once when its answer is lost: %s', async (fate) => {
    for (const store of ['counters', 'activity'] as const) {
      const table = tableMeeting(fate);
      const adding =
        store === 'counters'
          ? table.counters.add({ submissions: 1 }, 'x')
          : table.activity.add({ '2026-03-01T08': { submissions: 1 } }, 'x');

      const error = await inTime(adding).catch((thrown: unknown) => thrown);

      expect([table.sent(), table.made()]).toEqual([1, 1]);
      expect(toHubError(error)).toMatchObject({ kind: 'transient', code: 'HUB.UNAVAILABLE' });
    }
  });

  it('is sent again while it is refused for lack of capacity', async () => {
    const table = tableMeeting('throttled', 'throttled');

    await inTime(table.counters.add({ submissions: 1 }, 'x'));

    expect([table.sent(), table.made()]).toEqual([3, 1]);
  });

  it('is not sent again when an answer is lost behind a refusal', async () => {
    const table = tableMeeting('throttled', 'timeout');

    await expect(inTime(table.counters.add({ submissions: 1 }, 'x'))).rejects.toThrow('no answer in time');

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
  const project = (table: ReturnType<typeof tableMeeting>) =>
    inTime(
      projectRecords(
        changed,
        { ...table, projections, records: { merge: async (_, sections) => ({ written: sections, before: {} }) } },
        always,
      ),
    );

  it('counts once at most when answers are lost, and says what is not counted', async () => {
    const table = tableMeeting('timeout', 'reset');

    const { failedSequenceNumbers, reasons } = await project(table);

    expect(failedSequenceNumbers).toEqual([]);
    expect(reasons).toHaveLength(2);
    expect([table.sent(), table.made()]).toEqual([2, 2]);
  });

  it('goes on with what was refused more often than the SDK tries', async () => {
    const table = tableMeeting(...Array.from({ length: 6 }, () => 'throttled' as const));

    expect((await project(table)).reasons).toEqual([]);

    expect(table.made()).toBe(2);
  });
});
