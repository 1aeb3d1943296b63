// How the table's client waits between attempts, on an injected clock.
import { type BatchGetCommand, DynamoDBDocumentClient, type TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { hubTable } from '../../../../../shared/table/engine/hub-table.ts';

const conflict = Object.assign(new Error('conflict'), {
  name: 'TransactionCanceledException',
  CancellationReasons: [{ Code: 'TransactionConflict' }],
});
const key = { pk: 'A', sk: 'B' };

function waitingTable(send: (command: TransactWriteCommand | BatchGetCommand) => Promise<object>) {
  const waitsMs: number[] = [];
  let sent = 0;
  const client = Object.create(DynamoDBDocumentClient.prototype, {
    send: {
      value: (command: TransactWriteCommand | BatchGetCommand) => {
        sent += 1;
        return send(command);
      },
    },
  }) as DynamoDBDocumentClient;
  const pause = async (ms: number): Promise<void> => {
    waitsMs.push(ms);
  };
  return { table: hubTable(client, 't', { random: () => 1, pause }), waitsMs, sent: () => sent };
}

describe('hubTable', () => {
  it('waits longer after each transaction that met another one, and gives up after four', async () => {
    const { table, waitsMs, sent } = waitingTable(() => Promise.reject(conflict));

    await expect(table.transact([])).rejects.toMatchObject({ code: 'TABLE.CONTENDED', kind: 'transient' });
    expect([sent(), waitsMs]).toEqual([4, [20, 40, 80]]);
  });

  it('asks again for keys that the table left unread, and gives up after five calls', async () => {
    const { table, waitsMs, sent } = waitingTable(async () => ({ UnprocessedKeys: { t: { Keys: [key] } } }));

    await expect(table.batchGet([key])).rejects.toMatchObject({ code: 'TABLE.THROTTLED', kind: 'transient' });
    expect([sent(), waitsMs]).toEqual([5, [20, 40, 80, 160]]);
  });

  it('waits for nothing when the table answers in full', async () => {
    const { table, waitsMs } = waitingTable(async () => ({ Responses: { t: [{ ...key, found: true }] } }));

    expect(await table.batchGet([key])).toEqual([{ ...key, found: true }]);
    expect(waitsMs).toEqual([]);
  });
});
