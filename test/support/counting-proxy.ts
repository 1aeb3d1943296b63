// Counts DynamoDB calls on the wire: a proxy that requests consumed capacity for every data call and sums it by action
// and boundary. Streams calls pass unchanged.
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WireCost {
  calls: number;
  /** Write units of the table itself. */
  tableWriteUnits: number;
  /** Write units of its indexes. */
  indexWriteUnits: number;
  readUnits: number;
}

export interface CountingProxy {
  readonly url: string;
  /** Costs by action and boundary, e.g. `TransactWriteItems INTAKE SOURCE INTEG`. */
  readonly costs: ReadonlyMap<string, WireCost>;
  reset(): void;
  close(): Promise<void>;
}

const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems', 'BatchWriteItem']);
const reads = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']);

/** @param target Origin of the engine */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const costs = new Map<string, WireCost>();
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing, { target, agent, costs }).catch((error: Error) => {
      outgoing.writeHead(502).end(error.message);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    costs,
    reset: () => costs.clear(),
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sums all entries with a matching label. */
export function sumOfCosts(
  costs: ReadonlyMap<string, WireCost>,
  which: (label: string) => boolean = () => true,
): WireCost {
  const sum: WireCost = { calls: 0, tableWriteUnits: 0, indexWriteUnits: 0, readUnits: 0 };
  for (const [label, cost] of costs) {
    if (!which(label)) continue;
    sum.calls += cost.calls;
    sum.tableWriteUnits += cost.tableWriteUnits;
    sum.indexWriteUnits += cost.indexWriteUnits;
    sum.readUnits += cost.readUnits;
  }
  return sum;
}

interface Behind {
  readonly target: string;
  readonly agent: Agent;
  readonly costs: Map<string, WireCost>;
}

async function forward(incoming: IncomingMessage, outgoing: ServerResponse, behind: Behind): Promise<void> {
  const body = await textOf(incoming);
  const [service = '', action = ''] = String(incoming.headers['x-amz-target']).split('.');
  const counted = service === 'DynamoDB_20120810' && (writes.has(action) || reads.has(action));
  const input = counted ? (JSON.parse(body) as Json) : {};
  const asked = counted ? JSON.stringify({ ...input, ReturnConsumedCapacity: 'INDEXES' }) : body;
  const headers = { ...incoming.headers, 'content-length': String(Buffer.byteLength(asked)) };
  const answer = await send(`${behind.target}${incoming.url}`, behind.agent, headers, asked);
  const text = await textOf(answer);
  if (counted) {
    add(behind.costs, `${action} ${boundariesOf(input)}`, writes.has(action), JSON.parse(text) as Json);
  }
  const { 'transfer-encoding': _, 'content-length': __, ...kept } = answer.headers;
  outgoing.writeHead(answer.statusCode ?? 502, { ...kept, 'content-length': String(Buffer.byteLength(text)) });
  outgoing.end(text);
}

function send(url: string, agent: Agent, headers: IncomingMessage['headers'], body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', agent, headers }, resolve).on('error', reject).end(body);
  });
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

type Json = Readonly<Record<string, unknown>>;

/** Boundaries of a call in the order of its items, e.g. `INTAKE SOURCE INTEG`. */
function boundariesOf(input: Json): string {
  const texts = textsIn(input).map((text) => /^([A-Z]+)#/.exec(text)?.[1] ?? '');
  return [...new Set(texts.filter((name) => boundaryNames.has(name)))].join(' ');
}

/** All strings in a value except index keys, which repeat the boundary. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, part]) => (indexKeys.has(name) ? [] : textsIn(part)));
}

const boundaryNames = new Set(['REF', 'INTAKE', 'SOURCE', 'INTEG', 'OPS', 'CANON', 'VIEW']);
const indexKeys = new Set(['list_pk', 'pending_pk']);

interface Units {
  readonly CapacityUnits?: number;
}

interface Consumed extends Units {
  readonly Table?: Units;
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, Units>>;
}

function add(costs: Map<string, WireCost>, label: string, isWrite: boolean, answer: Json): void {
  const cost = costs.get(label) ?? { calls: 0, tableWriteUnits: 0, indexWriteUnits: 0, readUnits: 0 };
  cost.calls += 1;
  for (const consumed of [(answer['ConsumedCapacity'] as Consumed | Consumed[] | undefined) ?? []].flat()) {
    const all = consumed.CapacityUnits ?? 0;
    const indexes = Object.values(consumed.GlobalSecondaryIndexes ?? {});
    const ofIndexes = indexes.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
    if (isWrite) {
      cost.indexWriteUnits += ofIndexes;
      cost.tableWriteUnits += all - ofIndexes;
    } else {
      cost.readUnits += all;
    }
  }
  costs.set(label, cost);
}
