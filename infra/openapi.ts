// Generates the API's OpenAPI 3.1 document from the route tables and schemas that the handlers use.
import { readFileSync } from 'node:fs';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { allRoutes, type CapabilityRoutes } from '../functions/routes.ts';
import { problem } from '../shared/contracts/problem.ts';
import { acceptedMediaTypes } from '../shared/runtime/http/json-body.ts';
import type { Route } from '../shared/runtime/http/route.ts';
import {
  bodyExamples,
  meaningOf,
  namedSchemas,
  problemHeaderNames,
  requestHeaders,
  responseHeaders,
} from './openapi-parts.ts';
import { withBodyRules } from './openapi-rules.ts';

type AnyRoute = Route<never>;

/** The document as plain data, ready for `JSON.stringify`. */
export function openApiDocument(capabilities: readonly CapabilityRoutes[] = allRoutes): object {
  const document = createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Integration hub',
      version: productVersion(),
      description:
        'Accepts requests exactly once and turns each into an operational case and a canonical object with its lineage. ' +
        'Errors are RFC 9457 problem documents with a stable `code` and the trace id.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '.', description: 'Origin of this document' }],
    tags: capabilities.map(({ capability, developmentOnly }) => ({
      name: capability,
      ...(developmentOnly === true ? { description: 'Exists in the development stage only' } : {}),
    })),
    security: [{ bearer: [] }],
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A token of the configured issuer',
        },
      },
      schemas: namedSchemas,
    },
    paths: pathsOf(capabilities),
  });
  return withoutTwins(withBodyRules(withOpenAnswers(document)) as DocumentShaped);
}

function pathsOf(capabilities: readonly CapabilityRoutes[]): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const { capability, routes } of capabilities) {
    for (const route of routes) {
      const path = paths[route.path] ?? {};
      path[route.method.toLowerCase()] = operationOf(route, capability);
      paths[route.path] = path;
    }
  }
  return paths;
}

function operationOf(route: AnyRoute, capability: string): ZodOpenApiOperationObject {
  const isPublic = route.permission === 'public';
  return {
    operationId: route.operationId,
    summary: route.summary,
    tags: [capability],
    // The health answer has more detail for a signed-in caller, so a public route may still accept a token.
    security: isPublic ? [{}, { bearer: [] }] : [{ bearer: [] }],
    ...(isPublic ? {} : { description: `Permission: \`${route.permission}\`` }),
    parameters: headersOf(route),
    requestParams: {
      ...(route.params === undefined ? {} : { path: route.params as never }),
      ...(route.query === undefined ? {} : { query: route.query as never }),
    },
    ...(route.body === undefined ? {} : { requestBody: bodyOf(route, route.body) }),
    responses: { ...successesOf(route), ...problemsOf(route) },
  };
}

const changes = (route: AnyRoute): boolean => route.method !== 'GET';
const guarded = (route: AnyRoute): boolean => route.method === 'PATCH' || route.method === 'PUT';
const keyed = (route: AnyRoute): boolean =>
  changes(route) && route.permission !== 'public' && route.repeatable !== true;
/** A list: its query accepts a cursor, which may have expired, and its answer links to the next page. */
const listed = (route: AnyRoute): boolean => hasParameter(route.query, 'cursor');
const hasParameter = (schema: AnyRoute['query'], name: string): boolean =>
  Object.hasOwn((schema as { readonly shape?: object } | undefined)?.shape ?? {}, name);
/** A single resource or one of the hub's own files: its answers have an entity tag. */
const tagged = (route: AnyRoute): boolean =>
  !changes(route) && (route.path.includes('{') || ['/openapi.json', '/reference'].includes(route.path));

function headersOf(route: AnyRoute): NonNullable<ZodOpenApiOperationObject['parameters']> {
  const { traceparent, idempotencyKey, ifMatch, ifNoneMatch, prefer } = requestHeaders;
  return [
    traceparent,
    ...(keyed(route) ? [idempotencyKey] : []),
    ...(guarded(route) ? [ifMatch, prefer] : []),
    ...(tagged(route) ? [ifNoneMatch] : []),
  ];
}

function bodyOf(
  route: AnyRoute,
  schema: NonNullable<AnyRoute['body']>,
): NonNullable<ZodOpenApiOperationObject['requestBody']> {
  const examples = bodyExamples[route.operationId];
  const media = { schema: schema as never, ...(examples === undefined ? {} : { examples }) };
  return {
    required: true,
    content: Object.fromEntries(acceptedMediaTypes(route.method).map((mediaType) => [mediaType, media])),
  };
}

function successesOf(route: AnyRoute): ZodOpenApiResponsesObject {
  const { traceparent, etag, location } = responseHeaders;
  const common = { traceparent, 'x-request-id': responseHeaders['x-request-id'] };
  const successes = Object.entries(route.responses).map(([status, { description, schema, contentType }]) => {
    const headers = {
      ...common,
      ...(tagged(route) || guarded(route) ? { etag } : {}),
      ...(status === '201' ? { location } : {}),
      ...nextPageHeaders(route, contentType),
      ...(keyed(route) ? { 'idempotency-replayed': responseHeaders['idempotency-replayed'] } : {}),
    };
    return [status, { description, headers, ...contentOf(schema, contentType) }] as const;
  });
  const unchanged = tagged(route)
    ? { '304': { description: 'Not changed since the ETag in If-None-Match', headers: { ...common, etag } } }
    : {};
  return { ...Object.fromEntries(successes), ...unchanged };
}

type Answered = AnyRoute['responses'][number];

function contentOf(schema: Answered['schema'], contentType: Answered['contentType']): object {
  const types = schema === undefined ? [contentType ?? []].flat() : ['application/json'];
  const media = { schema: schema ?? { type: 'string' } };
  return types.length === 0 ? {} : { content: Object.fromEntries(types.map((type) => [type, media])) };
}

function nextPageHeaders(route: AnyRoute, contentType: Answered['contentType']) {
  const { link, 'x-next-cursor': cursor } = responseHeaders;
  if (!listed(route)) return {};
  return contentType === undefined ? { link } : { link, 'x-next-cursor': cursor };
}

/** Derives most problems from the route's properties; a route lists only the problems of its use case. */
function problemStatuses(route: AnyRoute): readonly number[] {
  const statuses = [
    // Parts that can be unreadable: a body, If-Match, a cursor.
    ...(changes(route) || listed(route) ? [400] : []),
    ...(route.permission === 'public' ? [] : [401, 403]),
    ...(route.path.includes('{') ? [404] : []),
    ...(listed(route) ? [410] : []),
    ...(keyed(route) ? [409] : []),
    ...(guarded(route) ? [412, 428] : []),
    ...(changes(route) ? [413, 415] : []),
    422,
    429,
    500,
    503,
    ...(route.problems ?? []),
  ];
  return [...new Set(statuses)].sort((a, b) => a - b);
}

function problemsOf(route: AnyRoute): ZodOpenApiResponsesObject {
  const { traceparent } = responseHeaders;
  const problems = problemStatuses(route).map((status) => {
    const extra = problemHeaderNames(status).map((name) => [name, responseHeaders[name]] as const);
    return [
      String(status),
      {
        description: meaningOf(status),
        headers: { traceparent, 'x-request-id': responseHeaders['x-request-id'], ...Object.fromEntries(extra) },
        content: { 'application/problem+json': { schema: problem as never } },
      },
    ] as const;
  });
  return Object.fromEntries(problems);
}

/** Opens answer schemas, which may gain fields without a new version; request bodies stay closed. */
function withOpenAnswers(document: object): object {
  const bodies = bodySchemas(document as DocumentShaped);
  const open = (value: unknown, inBody: boolean): unknown => {
    if (Array.isArray(value)) return value.map((entry) => open(entry, inBody));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).flatMap(([key, inner]) => {
      if (key === 'additionalProperties' && inner === false && !inBody) return [];
      return [[key, open(inner, inBody || key === 'requestBody' || bodies.has(key))] as const];
    });
    return Object.fromEntries(entries);
  };
  return open(document, false) as object;
}

/** Names of the schemas in request bodies. */
function bodySchemas({ paths, components: { schemas } }: DocumentShaped): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (!names.has(name)) {
        names.add(name);
        collect(schemas[name]);
      }
    }
  };
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path))) {
    collect((operation as { readonly requestBody?: unknown }).requestBody);
  }
  return names;
}

interface DocumentShaped {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** Merges the input and output variants of a nested named schema when they are equal. */
function withoutTwins(document: DocumentShaped): object {
  const { schemas } = document.components;
  const twins = Object.keys(schemas).filter((name) => {
    const plain = schemas[name.replace(/Output$/, '')];
    return name.endsWith('Output') && JSON.stringify(plain) === JSON.stringify(schemas[name]);
  });
  const text = twins.reduce(
    (all, name) =>
      all.replaceAll(`"#/components/schemas/${name}"`, `"#/components/schemas/${name.replace(/Output$/, '')}"`),
    JSON.stringify(document),
  );
  const merged = JSON.parse(text) as DocumentShaped;
  const kept = Object.entries(merged.components.schemas).filter(([name]) => !twins.includes(name));
  return { ...merged, components: { ...merged.components, schemas: Object.fromEntries(kept) } };
}

function productVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}
