// The whole in small: request → table → stream → function → queue → function, all described by one template.
import { expect, it } from 'vitest';
import { arnOf, lambda, mapping, queue, restApi, table } from '../support/host/assembly.ts';
import { eventually } from '../support/host/eventually.ts';
import { testHost } from '../support/host/running.ts';

const call = `
const call = (endpoint, target, body) => fetch(endpoint, { method: 'POST', body: JSON.stringify(body), headers: {
  'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target, 'x-amz-date': '20250101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=embedded/20250101/us-east-1/x/aws4_request, SignedHeaders=host, Signature=0' } })
  .then((response) => response.json());`;

it('carries a request through table, stream and queue to the last function', async () => {
  const { host } = await testHost({
    resources: {
      Table: table('Items'),
      Queue: queue('work'),
      Accept: lambda('accept', { Environment: { Variables: { TABLE: { Ref: 'Table' } } } }),
      Relay: lambda('relay', { Environment: { Variables: { QUEUE: { Ref: 'Queue' } } } }),
      Sync: lambda('sync', { Environment: { Variables: { TABLE: { Ref: 'Table' } } } }),
      FromStream: mapping('Relay', arnOf('Table', 'StreamArn'), {
        StartingPosition: 'LATEST',
        FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"sk":{"S":["new"]}}}}' }] },
      }),
      FromQueue: mapping('Sync', arnOf('Queue')),
      ...restApi('Accept', ['POST /items']),
    },
    handlers: {
      accept: `${call}
        export const handler = async (event) => {
          const item = { pk: { S: JSON.parse(event.body).id }, sk: { S: 'new' } };
          await call(process.env.AWS_ENDPOINT_URL_DYNAMODB, 'DynamoDB_20120810.PutItem', { TableName: process.env.TABLE, Item: item });
          return { statusCode: 201, body: '{}' };
        };`,
      relay: `${call}
        export const handler = async ({ Records }) => {
          for (const { dynamodb } of Records) {
            await call(process.env.AWS_ENDPOINT_URL_SQS, 'AmazonSQS.SendMessage', { QueueUrl: process.env.QUEUE, MessageBody: dynamodb.NewImage.pk.S });
          }
        };`,
      sync: `${call}
        export const handler = async ({ Records }) => {
          for (const { body } of Records) {
            const item = { pk: { S: body }, sk: { S: 'done' } };
            await call(process.env.AWS_ENDPOINT_URL_DYNAMODB, 'DynamoDB_20120810.PutItem', { TableName: process.env.TABLE, Item: item });
          }
        };`,
    },
  });

  const answer = await fetch(`${host.apiUrl}/items`, { method: 'POST', body: '{"id":"one"}' });

  expect(answer.status).toBe(201);
  await eventually(() => expect(host.counters.sqsDeletes).toBe(1));
  expect(host.invocations).toEqual({ accept: 1, relay: 1, sync: 1 });
});
