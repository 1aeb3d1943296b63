// Whether a stack may be deleted, asked of CloudFormation's own protocol before anything is.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuseProtected } from '../../infra/stack-protection.ts';

const described = (isProtected: boolean) =>
  `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member>` +
  `<StackName>IntegrationHub-prod</StackName><CreationTime>2026-01-31T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus>` +
  `<EnableTerminationProtection>${isProtected}</EnableTerminationProtection></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;

const gone =
  `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>` +
  `<Code>ValidationError</Code><Message>Stack with id IntegrationHub-prod does not exist</Message></Error></ErrorResponse>`;

let server: Server;
let client: CloudFormationClient;
let answer = '';
beforeAll(async () => {
  server = createServer((_, response) => {
    response.statusCode = answer === gone ? 400 : 200;
    response.setHeader('content-type', 'text/xml').end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new CloudFormationClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(() => {
  client.destroy();
  server.close();
});

describe('a stack with termination protection', () => {
  it('is left as it is, and its owner told how to switch it off', async () => {
    answer = described(true);

    await expect(refuseProtected(client, 'IntegrationHub-prod')).rejects.toThrow(
      /nothing of it was deleted.*--no-enable-termination-protection --stack-name IntegrationHub-prod/,
    );
  });
});

describe('a stack without termination protection', () => {
  it.each([
    ['may be deleted', described(false)],
    ['may be gone already', gone],
  ])('%s', async (_what, said) => {
    answer = said;

    await expect(refuseProtected(client, 'IntegrationHub-prod')).resolves.toBeUndefined();
  });
});
