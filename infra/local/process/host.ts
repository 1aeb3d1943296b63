// Starts and stops the embedded host: the synthesised template's tables, queues, buckets, functions, mappings,
// schedules, API and dashboard on this machine. Importing it has no effect.
import { availableParallelism } from 'node:os';
import { openPorts } from '../api/host-front.ts';
import { type AwsCall, awsClient } from '../backends/aws-json.ts';
import { clientVariables, type Services, startServices } from '../backends/host-services.ts';
import { areEmpty, createTables, expireItems, type Table } from '../backends/tables.ts';
import { FunctionPool } from '../lambda/function-pool.ts';
import { workerFile } from '../lambda/worker-file.ts';
import { newCounters } from '../mappings/counters.ts';
import { checkpointFolder, startMappings } from '../mappings/host-mappings.ts';
import { startSchedules } from '../mappings/schedule.ts';
import { embeddedAccount } from '../template/intrinsics.ts';
import { readFunctions, readMappings, readRules, withDocumentsUrl } from '../template/plan.ts';
import { loadTemplate, type Template } from '../template/template.ts';
import { takeDataFolder } from './data-folder.ts';
import type { HostOptions, RunningHost } from './host-model.ts';
import { runningHost } from './host-running.ts';
import { createLog, type Log } from './log.ts';
import { Undo } from './undo.ts';

const silent = createLog(() => undefined, false);

/** Maximum environments of one function. More than one per core cost memory and compile time. */
const defaultEnvironments = Math.max(2, Math.min(4, availableParallelism()));

/**
 * @throws Error with the remedy when the template, the data folder, a port or the platform prevents a start; nothing is
 *   left running
 */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const template = loadTemplate(options.assembly);
  const undo = new Undo();
  try {
    return await start(template, options, undo);
  } catch (error) {
    await undo.kill();
    throw error;
  }
}

async function start(template: Template, options: HostOptions, undo: Undo): Promise<RunningHost> {
  const log = options.log ?? silent;
  const folder = takeDataFolder(options.dataDir, options.fresh);
  undo.add('release', async () => folder.release());
  const front = await openPorts(template, options, log, undo);
  const services = await startServices(template, options, log, undo);
  const { engine, queues } = services;
  if (engine.pid !== undefined) {
    folder.noteEngine(engine.pid);
  }
  void engine.died.then((message) => undo.done || options.onFatal?.(message));
  template.use({ sqs: queues.endpoint, site: front.siteUrl });
  front.useS3(queues.endpoint);
  const calls = connect(services, undo);
  const tables = await createTables(template, calls.dynamodb);
  const empty = tables.some(({ created }) => created) || (await areEmpty(tables, calls.dynamodb));
  const triggers = startTriggers({
    template,
    options,
    documentsUrl: front.documentsUrl,
    services,
    calls,
    tables,
    log,
    undo,
  });
  // Stops in reverse order of start: new requests stop first, and accepted work finishes.
  undo.add('servers', (deadlineMs) => front.close(deadlineMs));
  front.ready((name, event, gone) => triggers.pool.invoke(name, event, gone));
  const clientEnvironment = clientVariables(services);
  return runningHost({ template, options, front, engine, queues, empty, clientEnvironment, undo, ...triggers });
}

interface Calls {
  readonly dynamodb: AwsCall;
  readonly streams: AwsCall;
  readonly sqs: AwsCall;
}

function connect({ engine, queues }: Services, undo: Undo): Calls {
  const dynamodb = awsClient('dynamodb', engine.endpoint);
  const streams = awsClient('streams', engine.endpoint);
  const sqs = awsClient('sqs', queues.endpoint);
  undo.add('clients', async () => {
    for (const client of [dynamodb, streams, sqs]) {
      client.close();
    }
  });
  return { dynamodb: dynamodb.call, streams: streams.call, sqs: sqs.call };
}

interface Ground {
  readonly template: Template;
  readonly options: HostOptions;
  readonly documentsUrl: string | undefined;
  readonly services: Services;
  readonly calls: Calls;
  readonly tables: readonly Table[];
  readonly log: Log;
  readonly undo: Undo;
}

/** Starts the functions and every trigger except the API. */
function startTriggers({ template, options, documentsUrl, services, calls, tables, log, undo }: Ground) {
  const { queues } = services;
  const maxEnvironments = options.maxEnvironments ?? defaultEnvironments;
  const pokes: ((running: number) => void)[] = [];
  const pool = new FunctionPool(withDocumentsUrl(readFunctions(template), documentsUrl), {
    workerPath: workerFile(new URL('../lambda/function-environment.worker.ts', import.meta.url)),
    variables: clientVariables(services),
    ...(log.output !== undefined && { onOutput: log.output }),
    onInvoked: (_, running) => pokes[0]?.(running),
    maxEnvironments,
    ...(options.maxWaiting !== undefined && { maxWaiting: options.maxWaiting }),
    ...(options.spareIdleMs !== undefined && { spareIdleMs: options.spareIdleMs }),
    ...(options.lastIdleMs !== undefined && { lastIdleMs: options.lastIdleMs }),
  });
  undo.add('functions', (deadlineMs) => pool.stop(deadlineMs));
  const invoke = (name: string, event: unknown) => pool.invoke(name, event);
  const counters = newCounters();
  const mappings = startMappings(readMappings(template, maxEnvironments), {
    streams: calls.streams,
    sqs: calls.sqs,
    release: queues.release,
    invoke,
    queueUrl: (name) => `${queues.endpoint}/${embeddedAccount}/${name}`,
    tables,
    checkpointFolder: checkpointFolder(options.dataDir),
    counters,
    log,
  });
  pokes.push(mappings.poke);
  undo.add('mappings', (deadlineMs) => (deadlineMs === 0 ? mappings.kill() : mappings.stop()));
  const schedules = startSchedules(readRules(template), invoke, log);
  const stopExpiry = expireItems(tables, calls.dynamodb, log);
  undo.add('timers', async () => {
    schedules.stop();
    stopExpiry();
  });
  return { pool, counters, mappings, schedules };
}
