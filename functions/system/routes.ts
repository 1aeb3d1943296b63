// Routes of the hub itself: health, the API document and the page that shows it.
import * as z from 'zod/mini';
import { type ApiReply, type Caller, type Route, route } from '../../shared/runtime/http/route.ts';
import { type ReportHealthDeps, reportHealth } from './report-health.ts';
import {
  docsPage,
  docsPolicy,
  type ServeDocumentDeps,
  type ServedText,
  serveAsset,
  serveOpenApi,
} from './serve-document.ts';

export type SystemDeps = ReportHealthDeps & ServeDocumentDeps;

const define = route<SystemDeps>();
const health = z.object({
  status: z.enum(['ok', 'degraded']),
  service: z.string(),
  version: z.string(),
  dependencies: z.optional(z.array(z.object({ name: z.string(), status: z.enum(['up', 'down']) }))),
  oldest_pending_event_age_seconds: z.optional(z.nullable(z.number())),
  parked_dead_letters: z.optional(z.nullable(z.number())),
  queue_depth: z.optional(z.nullable(z.number())),
  open_circuits: z.optional(z.array(z.string())),
});

export const systemRoutes: readonly Route<SystemDeps>[] = [
  define({
    method: 'GET',
    path: '/health',
    operationId: 'getHealth',
    summary: 'Health of the hub; with a token also its dependencies and pending work',
    permission: 'public',
    responses: { 200: { description: 'Health of the hub', schema: health } },
    handle: async ({ caller }, deps) => {
      const signedIn = (caller as Caller | undefined) !== undefined;
      return { status: 200, body: await reportHealth({ signedIn }, deps) };
    },
  }),
  define({
    method: 'GET',
    path: '/openapi.json',
    operationId: 'getApiDocument',
    summary: 'Get this document',
    permission: 'public',
    responses: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
    handle: async (_, deps) => cached(await serveOpenApi(deps), 'public, max-age=300'),
  }),
  define({
    method: 'GET',
    path: '/docs',
    operationId: 'getDocsPage',
    summary: 'Get the page that shows this document',
    permission: 'public',
    responses: { 200: { description: 'The page', contentType: 'text/html' } },
    handle: async () => ({
      status: 200,
      body: docsPage,
      contentType: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': docsPolicy, 'cache-control': 'public, max-age=300' },
    }),
  }),
  define({
    method: 'GET',
    path: '/docs/{asset}',
    operationId: 'getDocsAsset',
    summary: 'Get a file of that page',
    permission: 'public',
    params: z.object({ asset: z.string() }),
    responses: { 200: { description: 'The file', contentType: ['text/css', 'text/javascript'] } },
    handle: async ({ params }, deps) => cached(await serveAsset(params.asset, deps), 'public, max-age=604800'),
  }),
];

const cached = ({ content, contentType, etag }: ServedText, cacheControl: string): ApiReply => ({
  status: 200,
  body: content,
  contentType,
  etag,
  headers: { 'cache-control': cacheControl },
});
