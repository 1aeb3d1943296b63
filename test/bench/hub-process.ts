// Runs an embedded host in a process of its own, as `npm start` does, for a parent that measures it: what the parent
// takes for sending and counting is not the host's. Speaks over the channel of `fork`.
import { startHost } from '../../infra/local/process/host.ts';
import { pick, type RunningHost } from '../../infra/local/process/host-model.ts';
import { prepare } from '../../infra/local/process/prepare.ts';
import { childrenOf, usageOf } from './engine.ts';

/** What the parent asks for. */
export type HubRequest =
  | { readonly kind: 'mapping'; readonly which: string; readonly enabled: boolean }
  | { readonly kind: 'figures' }
  | { readonly kind: 'stop' };

export interface HubStarted {
  readonly apiUrl: string;
  readonly dynamodb: string;
  readonly tableName: string;
}

export interface HubFigures {
  /** Of the host with all of its functions, in bytes. */
  readonly residentBytes: number;
  /** Of the DynamoDB engine, in bytes. */
  readonly engineBytes: number;
  /** Processor time of host, functions and engine since their start, in milliseconds. */
  readonly cpuMs: number;
  /** GetRecords calls of both stream mappings since the start. */
  readonly streamPolls: number;
  readonly invocations: Readonly<Record<string, number>>;
  readonly sqsRequests: Readonly<Record<string, number>>;
  /** Messages on the queue between relay and sync, those in flight included. */
  readonly queued: number;
}

process.env['TZ'] = 'UTC';

const [dataDir = '', dynamodbUrl = '', givenAssembly = ''] = process.argv.slice(2);
const assembly = givenAssembly === '' ? (await prepare(() => undefined)).assembly : givenAssembly;
const host = await startHost({ assembly, dataDir, fresh: true, ...(dynamodbUrl !== '' && { dynamodbUrl }) });

process.on('message', (request: { readonly id: number } & HubRequest) => {
  void answer(request).then((value) => process.send?.({ id: request.id, value }));
});
process.on('disconnect', () => void host.stop().finally(() => process.exit(0)));
process.on('SIGINT', () => undefined);

const started: HubStarted = {
  apiUrl: host.apiUrl,
  dynamodb: host.endpoints.dynamodb,
  tableName: pick(host.names.tables, 'TablesTable', 'table')[1],
};
process.send?.({ id: 0, value: started });

async function answer(request: HubRequest): Promise<HubFigures | undefined> {
  if (request.kind === 'mapping') {
    await host.mappings.setEnabled(request.which, request.enabled);
  } else if (request.kind === 'figures') {
    return figures(host);
  } else {
    await host.stop();
  }
  return undefined;
}

async function figures(of: RunningHost): Promise<HubFigures> {
  const work = await of.queues.inspect('Work');
  const children = childrenOf(process.pid).map(usageOf);
  const own = process.cpuUsage();
  return {
    residentBytes: process.memoryUsage.rss(),
    // The engine is the only child that takes more than a few megabytes.
    engineBytes: Math.max(0, ...children.map(({ residentBytes }) => residentBytes)),
    cpuMs: (own.user + own.system) / 1000 + children.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    streamPolls: of.counters.streamPolls,
    invocations: { ...of.invocations },
    sqsRequests: await of.sqsRequests(),
    queued: work.ready.length + work.inFlight.length,
  };
}
