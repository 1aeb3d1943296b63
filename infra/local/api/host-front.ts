// Opens the public ports of the host (API, dashboard, documents) first; requests wait until the rest has started.
import type { Server } from 'node:http';
import type { Invocation } from '../lambda/function-messages.ts';
import { listen } from '../process/free-port.ts';
import type { HostOptions } from '../process/host-model.ts';
import type { Log } from '../process/log.ts';
import type { Undo } from '../process/undo.ts';
import { readDocuments } from '../template/plan.ts';
import type { Template } from '../template/template.ts';
import { createApi } from './api.ts';
import { readApi } from './api-model.ts';
import { createDocumentsFront } from './documents-front.ts';
import { createSite } from './site.ts';

export interface Front {
  readonly apiUrl: string;
  readonly siteUrl: string;
  /** Absent when the template has no document bucket. */
  readonly documentsUrl: string | undefined;
  /** Passes the origin of the local S3; requests for documents wait for it. */
  readonly useS3: (endpoint: string) => void;
  /** Releases the waiting requests. */
  readonly ready: (invoke: (name: string, event: unknown, gone?: AbortSignal) => Promise<Invocation>) => void;
  readonly close: (deadlineMs: number) => Promise<void>;
}

/** Opens the ports first: a port in use is the most common failure at start and the fastest to detect. */
export async function openPorts(template: Template, options: HostOptions, log: Log, undo: Undo): Promise<Front> {
  let ready: Front['ready'] = () => undefined;
  const invoker = new Promise<Parameters<Front['ready']>[0]>((resolve) => {
    ready = resolve;
  });
  const model = readApi(template) ?? {
    id: 'none',
    stage: 'dev',
    methods: [],
    binaryMediaTypes: [],
    compressFromBytes: undefined,
    responses: {},
  };
  const api = createApi(model, {
    invoke: async (name, event, gone) => (await invoker)(name, event, gone),
    log,
    ...(options.integrationTimeoutMs !== undefined && { integrationTimeoutMs: options.integrationTimeoutMs }),
  });
  undo.add('api port', () => closeServer(api, 0));
  const apiUrl = `http://127.0.0.1:${await listen(api, options.port ?? 0, 'the API', '--port')}`;
  const documents = await openDocuments(template, undo);
  const site = createSite({
    folder: options.siteFolder,
    apiUrl,
    ...(documents !== undefined && { documents }),
    stage: model.stage,
  });
  undo.add('site port', () => closeServer(site, 0));
  const siteUrl = `http://127.0.0.1:${await listen(site, options.webPort ?? 0, 'the dashboard', '--web-port')}`;
  const close = async (deadlineMs: number) => {
    const servers = [api, site, ...(documents === undefined ? [] : [documents.server])];
    await Promise.all(servers.map((server) => closeServer(server, deadlineMs)));
  };
  const useS3 = (endpoint: string) => documents?.useS3(endpoint);
  return { apiUrl, siteUrl, documentsUrl: documents?.url, useS3, ready, close };
}

async function openDocuments(template: Template, undo: Undo) {
  const plan = readDocuments(template);
  if (plan === undefined) {
    return undefined;
  }
  let useS3: Front['useS3'] = () => undefined;
  const s3 = new Promise<string>((resolve) => {
    useS3 = resolve;
  });
  const { limitBytes } = plan;
  const server = createDocumentsFront({ ...plan, s3 });
  undo.add('documents port', () => closeServer(server, 0));
  return { server, useS3, limitBytes, url: `http://127.0.0.1:${await listen(server, 0, 'documents', '--port')}` };
}

/** Waits for open requests until the deadline, then closes their connections. */
async function closeServer(server: Server, deadlineMs: number): Promise<void> {
  if (!server.listening) {
    return;
  }
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await closed;
  clearTimeout(timer);
}
