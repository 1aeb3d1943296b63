// The API document says what the handlers do, because it is made from the same tables.
import { describe, expect, it } from 'vitest';
import { allRoutes } from '../../../functions/routes.ts';
import { openApiDocument } from '../../../infra/openapi.ts';
import { bodyExamples } from '../../../infra/openapi-parts.ts';
import { submissionBody } from '../../../shared/contracts/intake.ts';

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

interface Answered {
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
}
const answerOf = (responses: Operation['responses']): Answered | undefined =>
  (responses['200']?.content?.['application/json'] as { readonly schema?: Answered } | undefined)?.schema;

const document = JSON.parse(JSON.stringify(openApiDocument())) as Document;
const operation = (method: string, path: string): Operation => {
  const found = document.paths[path]?.[method];
  if (found === undefined) throw new Error(`no ${method} ${path}`);
  return found;
};
const headerNames = (of: Operation) =>
  (of.parameters ?? []).filter((parameter) => parameter.in === 'header').map(({ name }) => name);

describe('openApiDocument', () => {
  it('has exactly the operations of the route tables', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`),
    );
    const served = allRoutes.flatMap(({ routes }) =>
      routes.map((route) => `${route.method} ${route.path} ${route.operationId}`),
    );

    expect(described.sort()).toEqual(served.sort());
    expect(document.openapi).toBe('3.1.1');
  });

  it('describes every path parameter, and only those', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const described of Object.values(methods)) {
        const named = (described.parameters ?? []).filter((parameter) => parameter.in === 'path');

        expect(named.map(({ name }) => `{${name}}`).sort()).toEqual((path.match(/\{[^}]+\}/g) ?? []).sort());
        expect(named.every(({ required }) => required === true)).toBe(true);
      }
    }
  });

  it('offers the headers that count for an operation', () => {
    expect(headerNames(operation('post', '/intake/submissions'))).toEqual(['traceparent', 'Idempotency-Key']);
    expect(headerNames(operation('patch', '/operational/cases/{operation_case_id}/status'))).toEqual([
      'traceparent',
      'Idempotency-Key',
      'If-Match',
      'Prefer',
    ]);
    expect(headerNames(operation('get', '/operational/cases/{operation_case_id}'))).toEqual([
      'traceparent',
      'If-None-Match',
    ]);
    expect(headerNames(operation('post', '/dev/token'))).toEqual(['traceparent']);
  });

  it('says which problems an operation can answer with, as problem documents', () => {
    const statuses = (of: Operation) => Object.keys(of.responses).filter((status) => Number(status) >= 400);

    expect(statuses(operation('post', '/intake/submissions'))).toEqual([
      '400',
      '401',
      '403',
      '409',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
    ]);
    expect(statuses(operation('patch', '/operational/cases/{operation_case_id}/status'))).toEqual([
      '400',
      '401',
      '403',
      '404',
      '409',
      '412',
      '413',
      '415',
      '422',
      '428',
      '429',
      '500',
      '503',
    ]);
    expect(statuses(operation('get', '/health'))).toEqual(['422', '429', '500', '503']);
  });

  it('answers every problem with the same kind of document', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    const answers = operations.flatMap(({ responses }) => Object.entries(responses));
    const problems = answers.filter(([status]) => Number(status) >= 400).map(([, { content }]) => content);

    const expected = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
    expect(problems.filter((content) => JSON.stringify(content) !== JSON.stringify(expected))).toEqual([]);
  });

  it('closes bodies and leaves answers open for additions', () => {
    const { SubmissionBody, StatusChangeBody, DocumentDeclaration, ...answers } = document.components.schemas;

    expect(SubmissionBody).toMatchObject({ additionalProperties: false });
    expect(StatusChangeBody).toMatchObject({ additionalProperties: false });
    expect(DocumentDeclaration).toMatchObject({ additionalProperties: false });
    expect(JSON.stringify(answers)).not.toContain('"additionalProperties":false');
  });

  it('closes every object of every body, wherever its schema stands', () => {
    const isOpen = ({ type, properties, additionalProperties }: Record<string, unknown>) =>
      type === 'object' && properties !== undefined && additionalProperties !== false;
    const shut = (schema: unknown): readonly string[] => {
      if (typeof schema === 'string') return shut(document.components.schemas[schema.split('/').at(-1) ?? '']);
      if (typeof schema !== 'object' || schema === null) return [];
      const inner = Object.entries(schema).filter(([key, value]) => key === '$ref' || typeof value === 'object');
      return [...(isOpen(schema as never) ? ['open'] : []), ...inner.flatMap(([, value]) => shut(value))];
    };
    const bodies = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ operationId, requestBody }) =>
        Object.values(requestBody?.content ?? {}).map(({ schema }) => ({ operationId, open: shut(schema) })),
      ),
    );

    expect(bodies.length).toBeGreaterThan(20);
    expect(bodies.filter(({ open }) => open.length > 0)).toEqual([]);
  });

  it('refers to nothing that it does not have', () => {
    const references = JSON.stringify(document).match(/#\/components\/schemas\/\w+/g) ?? [];

    const missing = references.filter(
      (reference) => !Object.hasOwn(document.components.schemas, reference.split('/').at(-1) ?? ''),
    );
    expect(missing).toEqual([]);
  });

  it('gives examples that the intake accepts', () => {
    for (const { value } of Object.values(bodyExamples['submitRequest'] ?? {})) {
      expect(submissionBody.safeParse(value)).toMatchObject({ success: true });
    }
  });

  it('says between which bounds the hours of a priority are', () => {
    const described = JSON.stringify(document).match(
      /"target_hours":\{"type":"number","minimum":0.01,"maximum":8760\}/g,
    );

    // One addition, and one change in each of its two forms.
    expect(described).toHaveLength(3);
  });

  it('has one form of list: 50 entries unless told, at most 500, and where the next page begins', () => {
    const isList = ([path, { responses }]: readonly [string, Operation]): boolean =>
      path !== '/dev/people' && answerOf(responses)?.properties?.['data']?.type === 'array';
    const lists = Object.entries(document.paths)
      .flatMap(([path, { get }]) => (get === undefined ? [] : [[path, get] as const]))
      .filter(isList);

    expect(lists.length).toBeGreaterThanOrEqual(15);
    for (const [path, { parameters = [], responses }] of lists) {
      const limit = parameters.find(({ name }) => name === 'limit');
      expect(limit, path).toMatchObject({ schema: { pattern: '^([1-9][0-9]?|[1-4][0-9]{2}|500)$' } });
      expect(parameters.map(({ name }) => name)).toContain('cursor');
      expect(Object.keys(answerOf(responses)?.properties ?? {}), path).toEqual(['data', 'pagination']);
    }
  });

  it('takes a patch as merge patch too', () => {
    const { requestBody } = operation('patch', '/operational/cases/{operation_case_id}/status');

    expect(Object.keys(requestBody?.content ?? {})).toEqual(['application/json', 'application/merge-patch+json']);
  });
});
