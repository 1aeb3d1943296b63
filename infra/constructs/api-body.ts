// The OpenAPI 3.0.1 body of the REST API, made from the route tables: routes, preflight answers and refusals of other
// methods. It names functions by fixed names, so the API refers to none of them. The public document is infra/openapi.ts.
import { corsAllowedHeaders, corsMaxAgeSeconds } from '../../shared/runtime/http/cors.ts';
import type { Route } from '../../shared/runtime/http/route.ts';
import { type GatewayAnswers, problemTemplate, problemType } from './problem-answers.ts';

/** Routes of one function; `functions/routes.ts` lists them all. */
export interface FunctionRoutes {
  readonly capability: string;
  readonly functionName: string;
  readonly routes: readonly Pick<Route<never>, 'method' | 'path' | 'operationId'>[];
}

export interface ApiBodyOptions {
  readonly title: string;
  readonly version: string;
  readonly tables: readonly FunctionRoutes[];
  /** Name of a function in the account. */
  readonly nameOf: (functionName: string) => string;
  /** Smallest answer that is compressed, in bytes. */
  readonly compressFromBytes: number;
  /** The gateway's own answers. @default none: the importer does not read them from a body */
  readonly gatewayAnswers?: GatewayAnswers;
}

type PathItem = Readonly<Record<string, object>>;

/**
 * Plain JSON without CDK tokens, so that its hash is stable.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function apiBody({ gatewayAnswers, ...options }: ApiBodyOptions): Readonly<Record<string, unknown>> {
  return {
    openapi: '3.0.1',
    info: { title: options.title, version: options.version },
    'x-amazon-apigateway-minimum-compression-size': options.compressFromBytes,
    ...(gatewayAnswers === undefined ? {} : { 'x-amazon-apigateway-gateway-responses': gatewayAnswers }),
    paths: Object.fromEntries(
      [...operationsByPath(options)].map(([path, operations]) => [path, completed(path, operations)]),
    ),
  };
}

function operationsByPath({ tables, nameOf }: ApiBodyOptions): ReadonlyMap<string, PathItem> {
  const paths = new Map<string, PathItem>();
  for (const { functionName, routes } of tables) {
    const integration = functionIntegration(nameOf(functionName));
    for (const route of routes) {
      paths.set(route.path, { ...paths.get(route.path), ...operationsOf(route, integration) });
    }
  }
  return paths;
}

/** Functions answer HEAD as GET without the body; API Gateway has to be told that it exists. */
function operationsOf(route: FunctionRoutes['routes'][number], integration: object): PathItem {
  const operation = (operationId: string) => ({
    operationId,
    responses: { 200: { description: 'Answer of the function' } },
    'x-amazon-apigateway-integration': integration,
  });
  return {
    [route.method.toLowerCase()]: operation(route.operationId),
    ...(route.method === 'GET' ? { head: operation(`${route.operationId}Head`) } : {}),
  };
}

function functionIntegration(name: string): object {
  const functionArn = `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${name}`;
  return {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: {
      'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
    },
  };
}

/** Adds path parameters, the preflight answer and the refusal of other methods. */
function completed(path: string, operations: PathItem): PathItem {
  const methods = [...Object.keys(operations).map((name) => name.toUpperCase()), 'OPTIONS'];
  const parameters = [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const all = { ...operations, options: preflight(methods), 'x-amazon-apigateway-any-method': refusal(methods) };
  return parameters.length === 0
    ? all
    : Object.fromEntries(Object.entries(all).map(([name, operation]) => [name, { parameters, ...operation }]));
}

/** Any origin: the answer holds no data, the API uses no cookies, and functions name the origins of what they answer. */
const anyOrigin = { 'Access-Control-Allow-Origin': "'*'" };

function preflight(methods: readonly string[]): object {
  return mock(204, {
    ...anyOrigin,
    'Access-Control-Allow-Headers': `'${corsAllowedHeaders.join(',')}'`,
    'Access-Control-Allow-Methods': `'${methods.join(',')}'`,
    'Access-Control-Max-Age': `'${corsMaxAgeSeconds}'`,
  });
}

/** API Gateway would answer 403 for a known path with another method; this answers 405 and says what is allowed. */
function refusal(methods: readonly string[]): object {
  const allowed = methods.join(', ');
  const headers = { ...anyOrigin, Allow: `'${allowed}'`, 'Content-Type': `'${problemType}'` };
  const problem = problemTemplate({
    status: 405,
    code: 'REQUEST.METHOD_NOT_ALLOWED',
    title: 'Method not allowed',
    detail: `this path answers to ${allowed} only`,
    retryable: false,
  });
  return mock(405, headers, problem);
}

function mock(status: number, headers: Readonly<Record<string, string>>, template?: string): object {
  const names = Object.keys(headers);
  return {
    responses: {
      [status]: {
        description: 'Answer of the gateway',
        headers: Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }])),
      },
    },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': `{"statusCode": ${status}}` },
      passthroughBehavior: 'never',
      responses: {
        default: {
          statusCode: String(status),
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]),
          ),
          ...(template === undefined ? {} : { responseTemplates: { 'application/json': template } }),
        },
      },
    },
  };
}
