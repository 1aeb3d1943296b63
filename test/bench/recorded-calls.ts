// What the hub asks of DynamoDB for a submission, recorded on the wire: every write with its bytes, ordered as it came.
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../../infra/local/template/intrinsics.ts';
import { inParallel } from '../support/embedded-hub.ts';
import { withEngine } from './engine.ts';
import { startHub } from './hub.ts';

export interface RecordedCall {
  /** Action of DynamoDB, e.g. `TransactWriteItems`. */
  readonly action: string;
  readonly input: JsonObject;
}

export interface Recording {
  /** The calls that each submission led to, one list a submission. */
  readonly perSubmission: readonly (readonly RecordedCall[])[];
  /** GetRecords calls of both stream mappings for all of them. */
  readonly streamPolls: number;
}

const atOnce = 16;
const anyUlid = /\b[A-Z]+-([0-9A-HJKMNP-TV-Z]{26})\b/;

/** @param count Submissions to record, after as many that warm the functions */
export async function recordCalls(count: number): Promise<Recording> {
  return withEngine(async (engineUrl) => {
    const calls: RecordedCall[] = [];
    const proxy = await startRecorder(engineUrl, calls);
    const hub = await startHub({ dynamodbUrl: proxy.url });
    try {
      await hub.visible(await inParallel(count, atOnce, () => hub.submit()));
      calls.length = 0;
      const before = await hub.figures();
      const ids = await inParallel(count, atOnce, () => hub.submit());
      await hub.visible(ids);
      const after = await hub.figures();
      return { perSubmission: grouped(calls, ids), streamPolls: after.streamPolls - before.streamPolls };
    } finally {
      await hub.end();
      proxy.close();
    }
  });
}

/** Calls that name no submission, such as those to counters, are dealt out evenly. */
function grouped(calls: readonly RecordedCall[], ids: readonly string[]): Recording['perSubmission'] {
  const lists = new Map<string, RecordedCall[]>(ids.map((id) => [id.slice(-26), []]));
  const all = [...lists.values()];
  let next = 0;
  for (const call of calls) {
    const ulid = anyUlid.exec(JSON.stringify(call.input))?.[1] ?? '';
    const list = lists.get(ulid) ?? all[next % all.length];
    next += lists.has(ulid) ? 0 : 1;
    list?.push(call);
  }
  return all;
}

/** A proxy that keeps what is written and read, but for the bench's own looking and the streams. */
async function startRecorder(target: string, calls: RecordedCall[]) {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing, target, agent, calls).catch((error: Error) =>
      outgoing.writeHead(502).end(error.message),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

async function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: string,
  agent: Agent,
  calls: RecordedCall[],
): Promise<void> {
  const body = await textOf(incoming);
  const [service = '', action = ''] = String(incoming.headers['x-amz-target']).split('.');
  if (service === 'DynamoDB_20120810' && !['BatchGetItem', 'Scan'].includes(action)) {
    calls.push({ action, input: JSON.parse(body) as JsonObject });
  }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(target, { method: 'POST', agent, headers: incoming.headers }, resolve).on('error', reject).end(body);
  });
  const text = await textOf(answer);
  const { 'transfer-encoding': _, ...headers } = answer.headers;
  outgoing.writeHead(answer.statusCode ?? 502, { ...headers, 'content-length': String(Buffer.byteLength(text)) });
  outgoing.end(text);
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
