// The development issuer's store, the reset and the idempotency persistence, over a real table engine.
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenIssuer } from '../../shared/auth/issue-token.ts';
import { answersIn } from '../../shared/runtime/http/idempotency.ts';
import { resetStore } from '../../shared/table/engine/reset-store.ts';
import { submissionKey } from '../../shared/table/intake/keys.ts';
import { issuerStore } from '../../shared/table/reference-data/issuer-store.ts';
import { issuerKeysKey, issuerPrivateKeyKey } from '../../shared/table/reference-data/keys.ts';
import { lambdaContext } from '../support/http.ts';
import { startTestTable, type TestTable, testTableName } from '../support/table.ts';

const idempotencyTable = 'idempotency-test';
let engine: TestTable;

beforeAll(async () => {
  engine = await startTestTable();
  await engine.documents.send(
    new CreateTableCommand({
      TableName: idempotencyTable,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
});
afterAll(() => engine.stop());

const newIssuer = (newKeyId: () => string) =>
  tokenIssuer({ store: issuerStore(engine.table), issuer: 'i', audience: 'a', nowMs: () => 0, newKeyId });

describe('issuerStore', () => {
  it('keeps one key pair of ten issuers that start at the same time', async () => {
    const issuers = Array.from({ length: 10 }, (_, index) => newIssuer(() => `key-${index}`));

    const published = await Promise.all(issuers.map((issuer) => issuer.publicKeys()));

    for (const keys of published) expect(keys).toEqual(published[0]);
    const kept = await engine.table.get<{ keys: unknown }>(issuerKeysKey);
    expect(kept?.keys).toEqual(published[0]);
    expect(await engine.table.get(issuerPrivateKeyKey)).toMatchObject({ key: { d: expect.any(String) } });
  });
});

describe('answersIn over the idempotency table', () => {
  // The document client stands in for the plain one, as it does in the composition root.
  const answerByKey = (fingerprint: string, work: () => Promise<typeof answer>) => {
    const awsSdkV3Client = engine.documents as unknown as DynamoDBClient;
    const persistence = new DynamoDBPersistenceLayer({ tableName: idempotencyTable, awsSdkV3Client });
    return answersIn(persistence)({ keyHash: 'k1', fingerprint, context: lambdaContext() }, work);
  };
  const answer = { status: 201, headers: { location: '/things/1' }, body: '{"a":1}' };

  it('does the work once, returns the stored answer and refuses another payload', async () => {
    let done = 0;
    const work = async () => {
      done += 1;
      return answer;
    };

    const first = await answerByKey('f1', work);
    const again = await answerByKey('f1', work);

    expect([first, again]).toEqual([
      { answer, fromStore: false, kept: true },
      { answer, fromStore: true, kept: true },
    ]);
    expect(done).toBe(1);
    await expect(answerByKey('f2', work)).rejects.toMatchObject({ code: 'IDEMPOTENCY.KEY_REUSED' });
  });

  it('expires after a day', async () => {
    const { Items } = await engine.documents.send(new ScanCommand({ TableName: idempotencyTable }));

    const secondsLeft = Number(Items?.[0]?.['expiration']) - Date.now() / 1000;
    expect(secondsLeft).toBeGreaterThan(86_300);
    expect(secondsLeft).toBeLessThan(86_500);
  });
});

describe('resetStore', () => {
  it('deletes everything but what the hub signs with', async () => {
    const items = Array.from({ length: 60 }, (_, index) => ({
      ...submissionKey(`SUB-${index}`),
      entity: 'submission',
    }));
    await Promise.all(items.map((Item) => engine.documents.send(new PutCommand({ TableName: testTableName, Item }))));
    const store = resetStore(engine.documents, testTableName, idempotencyTable);

    const deleted = await store.deleteItems();

    expect(deleted).toBe(61);
    expect((await engine.items()).map((item) => item['pk']).sort()).toEqual(['REF#ISSUER', 'REF#ISSUER-PRIVATE']);
    expect(await store.deleteItems()).toBe(0);
  });
});
