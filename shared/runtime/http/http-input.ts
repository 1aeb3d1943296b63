// Parses params, query and body of a request by its route's schemas and reports every invalid field.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { HubError } from '../../errors/hub-error.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import { readJsonBody } from './json-body.ts';
import type { Route, Schema } from './route.ts';
import { parseInput, takesList } from './validation.ts';

export interface HttpInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** @throws HubError 400, 413, 415 or 422, before any effect. */
export function readInput(event: APIGatewayProxyEvent, route: Route<never>): HttpInput {
  return {
    params: parseInput(route.params, { ...event.pathParameters }, 'path'),
    query: parseInput(route.query, readQuery(event, route.query), 'query'),
    body: route.method === 'GET' ? undefined : parseInput(route.body, readJsonBody(event), 'body'),
  };
}

function readQuery(event: APIGatewayProxyEvent, schema: Schema | undefined): Record<string, unknown> {
  const single = Object.entries(event.queryStringParameters ?? {}).map(([name, value]) => [name, [value]] as const);
  const all = { ...Object.fromEntries(single), ...event.multiValueQueryStringParameters };
  const read = Object.entries(all).map(([name, values]) => {
    if (takesList(schema, name)) return [name, values ?? []] as const;
    if ((values?.length ?? 0) > 1) throw repeated(name, values?.length ?? 0);
    return [name, values?.[0] ?? ''] as const;
  });
  return Object.fromEntries(read);
}

function repeated(name: string, times: number): HubError {
  return invalidRequest([
    { pointer: `query:${name.slice(0, 100)}`, detail: `is given ${times} times; once is allowed` },
  ]);
}
