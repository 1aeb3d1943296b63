// Calls an AWS JSON service (DynamoDB, DynamoDB Streams, SQS) at a local endpoint over kept-alive connections. The host
// uses it instead of the SDK, because loading three SDK clients would slow its start.
import { Agent, request } from 'node:http';
import { embeddedRegion, type Json, type JsonObject } from '../template/intrinsics.ts';

const versions = {
  dynamodb: { target: 'DynamoDB_20120810', service: 'dynamodb' },
  streams: { target: 'DynamoDBStreams_20120810', service: 'dynamodb' },
  sqs: { target: 'AmazonSQS', service: 'sqs' },
} as const;

/** Access key id and secret of every embedded client; DynamoDB Local accepts letters only. */
export const embeddedKey = 'embedded';

export class AwsCallError extends Error {
  override readonly name = 'AwsCallError';
  /** Last part of the error type, e.g. `ResourceNotFoundException`; `Unreachable` without an answer. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export type AwsCall = (action: string, input: JsonObject) => Promise<JsonObject>;

/** Calls actions of one service. `close` ends its connections. */
export interface AwsClient {
  readonly call: AwsCall;
  readonly close: () => void;
}

/**
 * @param endpoint Origin, e.g. `http://127.0.0.1:4566`
 * @throws AwsCallError from `call`, with the service's error code
 */
export function awsClient(service: keyof typeof versions, endpoint: string): AwsClient {
  const agent = new Agent({ keepAlive: true });
  const { target, service: signingName } = versions[service];
  const url = new URL('/', endpoint);
  const call: AwsCall = async (action, input) => {
    const body = JSON.stringify(input);
    const { status, text } = await post(url, agent, body, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-target': `${target}.${action}`,
      'x-amz-date': '20250101T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=${embeddedKey}/20250101/${embeddedRegion}/${signingName}/aws4_request, SignedHeaders=host, Signature=0`,
    });
    const answer = text === '' ? {} : (JSON.parse(text) as JsonObject);
    if (status !== 200) {
      const type = String(answer['__type'] ?? status);
      throw new AwsCallError(type.slice(type.lastIndexOf('#') + 1), `${action}: ${message(answer, status)}`);
    }
    return answer;
  };
  return { call, close: () => agent.destroy() };
}

function message(answer: JsonObject, status: number): string {
  const found: Json | undefined = answer['message'] ?? answer['Message'];
  return typeof found === 'string' ? found : `status ${status}`;
}

function post(
  url: URL,
  agent: Agent,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) =>
      reject(new AwsCallError('Unreachable', `no answer from ${url.origin}: ${cause.message}`, { cause }));
    const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}
