// The REST API of the template is the route tables in one OpenAPI body, and the gateway's own answers are problem documents.
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../../functions/routes.ts';
import type { FunctionRoutes } from '../../infra/constructs/api-body.ts';
import { problem } from '../../shared/contracts/problem.ts';
import { resource, resourcesOf, stageContexts, templateOf } from './synthesise.ts';

const localStack = { ...stageContexts.dev, documentsEndpoint: 'http://localhost:4566' };

let dev: Template;
let prod: Template;
let local: Template;
beforeAll(async () => {
  dev = await templateOf(stageContexts.dev);
  prod = await templateOf(stageContexts.prod);
  local = await templateOf(localStack);
});

type Members = Readonly<Record<string, unknown>>;
interface Integration extends Members {
  readonly type: string;
  readonly uri?: { readonly 'Fn::Sub': string };
  readonly responses?: { readonly default: { readonly responseParameters: Members } };
}
interface Body extends Members {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Members>>>>;
}
interface GatewayAnswer {
  readonly statusCode?: string;
  readonly responseParameters: Members;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

const apiOf = (template: Template) => resource(template, 'AWS::ApiGateway::RestApi', 'ApiRest').Properties;
const bodyOf = (template: Template) => apiOf(template)['Body'] as Body;
const gatewayAnswersOf = (template: Template) =>
  (bodyOf(template)['x-amazon-apigateway-gateway-responses'] ?? {}) as Readonly<Record<string, GatewayAnswer>>;

interface Method {
  readonly name: string;
  readonly path: string;
  readonly target: string;
  readonly integration: Integration;
  readonly parameters: readonly Members[];
}

function methodsOf(template: Template): readonly Method[] {
  return Object.entries(bodyOf(template).paths).flatMap(([path, item]) =>
    Object.entries(item).map(([name, operation]) => {
      const integration = operation['x-amazon-apigateway-integration'] as Integration;
      const [, target = 'mock'] =
        /:function:IntegrationHub-\w+?-([\w-]+)\//.exec(integration.uri?.['Fn::Sub'] ?? '') ?? [];
      const parameters = (operation['parameters'] ?? []) as readonly Members[];
      return { name: name.replace(/^x-.*-any-method$/, 'any').toUpperCase(), path, target, integration, parameters };
    }),
  );
}

const expected = (tables: readonly FunctionRoutes[]): readonly string[] =>
  tables
    .flatMap(({ functionName, routes }) => routes.map(({ method, path }) => `${method} ${path} ${functionName}`))
    .sort();

const served = (template: Template): readonly string[] =>
  methodsOf(template)
    .filter(({ name }) => !['HEAD', 'OPTIONS', 'ANY'].includes(name))
    .map(({ name, path, target }) => `${name} ${path} ${target}`)
    .sort();

describe('the synthesised API', () => {
  it('has the routes of all capabilities in dev, each behind its function', () => {
    expect(served(dev)).toEqual(expected(allRoutes));
  });

  it('leaves the development routes out of production', () => {
    expect(served(prod)).toEqual(expected(allRoutes.filter(({ developmentOnly }) => developmentOnly !== true)));
  });

  it('answers HEAD wherever it answers GET', () => {
    const paths = (wanted: string) => methodsOf(dev).flatMap(({ name, path }) => (name === wanted ? [path] : []));

    expect(paths('HEAD')).toEqual(paths('GET'));
  });

  it('names the parameters of each path', () => {
    for (const { path, parameters } of methodsOf(prod)) {
      const named = [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name);
      expect(parameters.map(({ name }) => name)).toEqual(named);
    }
  });

  it('answers preflight of any origin and refuses other methods on every path', () => {
    for (const path of Object.keys(bodyOf(prod).paths)) {
      const here = methodsOf(prod).filter((method) => method.path === path);
      const names = here.map(({ name }) => name).filter((name) => name !== 'ANY');
      const answer = (wanted: string) =>
        here.find(({ name }) => name === wanted)?.integration.responses?.default.responseParameters;
      expect(answer('OPTIONS')).toMatchObject({
        'method.response.header.Access-Control-Allow-Origin': "'*'",
        'method.response.header.Access-Control-Allow-Methods': `'${names.join(',')}'`,
      });
      expect(answer('ANY')).toMatchObject({
        'method.response.header.Access-Control-Allow-Origin': "'*'",
        'method.response.header.Allow': `'${names.join(', ')}'`,
      });
    }
  });

  it('traces, throttles and logs accesses without headers or bodies', () => {
    const stage = resource(dev, 'AWS::ApiGateway::Stage', 'Api').Properties;

    expect(stage).toMatchObject({
      StageName: 'dev',
      TracingEnabled: true,
      MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 }],
    });
    expect(JSON.stringify(stage['AccessLogSetting'])).not.toMatch(/header|querystring|authorizer|identity/i);
  });

  it('needs one permission for each function, not one for each route', () => {
    const api = Object.values(resourcesOf(dev, 'AWS::Lambda::Permission')).filter(
      ({ Properties }) => Properties['Principal'] === 'apigateway.amazonaws.com',
    );

    expect(api).toHaveLength(allRoutes.length);
  });
});

describe('the API as a resource', () => {
  const stages = { dev: () => dev, prod: () => prod, LocalStack: () => local };
  const resourcesIn = (template: Template) => Object.keys(template.toJSON()['Resources'] as object).length;
  const added = Array.from({ length: 70 }, (_, n) => ({
    method: 'GET' as const,
    path: `/added/{added_id}/part-${n}`,
    operationId: `readAddedPart${n}`,
  }));
  const routes = allRoutes.map(
    (table): FunctionRoutes =>
      table.capability === 'intake' ? { ...table, routes: [...table.routes, ...added] } : table,
  );

  it.each(Object.entries(stages))('leaves room in the template: %s', (_, template) => {
    const resources = template().toJSON()['Resources'] as object;

    expect(resourcesIn(template())).toBeLessThan(300);
    expect(Object.keys(bodyOf(template()).paths).length).toBeLessThan(250);
    expect(JSON.stringify(template().toJSON()).length).toBeLessThan(700_000);
    expect(
      Object.values(resources).filter(({ Type }) => /^AWS::ApiGateway::(Resource|Method)$/.test(Type)),
    ).toHaveLength(0);
  });

  it.each([
    ['dev', stageContexts.dev],
    ['prod', stageContexts.prod],
  ] as const)('takes 70 more routes without another resource and stays below 700 KB: %s', async (stage, context) => {
    const larger = await templateOf(context, { routes });

    expect(resourcesIn(larger)).toBe(resourcesIn(stages[stage]()));
    expect(Object.keys(bodyOf(larger).paths)).toHaveLength(Object.keys(bodyOf(stages[stage]()).paths).length + 70);
    expect(JSON.stringify(larger.toJSON()).length).toBeLessThan(700_000);
  });

  it.each(Object.entries(stages))('refers to no function, and is deployed after all that it calls: %s', (_, get) => {
    const template = get();
    const functions = Object.keys(resourcesOf(template, 'AWS::Lambda::Function'));
    const text = JSON.stringify(apiOf(template));
    const deployment = Object.values(resourcesOf(template, 'AWS::ApiGateway::Deployment'))[0];
    const called = new Set(methodsOf(template).flatMap(({ target }) => (target === 'mock' ? [] : [target])));

    expect(functions.filter((id) => text.includes(`"${id}"`))).toEqual([]);
    expect(functions.filter((id) => deployment?.DependsOn?.includes(id))).toHaveLength(called.size);
  });

  it('replaces all of the API at a deployment, and refuses a body with a fault', () => {
    expect(apiOf(prod)).toMatchObject({ Mode: 'overwrite', FailOnWarnings: true });
  });

  it('is another resource on LocalStack when its body differs, and the same one on AWS', async () => {
    const idOf = (template: Template) => Object.keys(resourcesOf(template, 'AWS::ApiGateway::RestApi'));

    expect(idOf(await templateOf(localStack, { routes }))).not.toEqual(idOf(local));
    expect(idOf(await templateOf(localStack))).toEqual(idOf(local));
    expect(idOf(await templateOf(stageContexts.dev, { routes }))).toEqual(idOf(dev));
  });
});

describe('the gateway’s own answers', () => {
  /** Fills in API Gateway's variables. */
  const filled = (template: unknown, status: number): unknown => {
    const document: unknown = JSON.parse(
      String(template).replace('$context.requestId', 'c6af9ac6').replace('$context.error.messageString', '"said so"'),
    );
    // The default answers keep the status of what went wrong, which their template cannot name.
    return { status, ...(document as object) };
  };

  it('are problem documents with a code and a trace id, readable by scripts of other origins', () => {
    const answers = Object.values(gatewayAnswersOf(prod));

    expect(answers.length).toBeGreaterThanOrEqual(9);
    for (const { statusCode = '400', responseTemplates, responseParameters } of answers) {
      expect(problem.safeParse(filled(responseTemplates['application/json'], Number(statusCode))).success).toBe(true);
      expect(responseParameters).toMatchObject({
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
        'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
      });
    }
  });

  it.each([
    ['MISSING_AUTHENTICATION_TOKEN', '404', 'REQUEST.NO_ROUTE'],
    ['REQUEST_TOO_LARGE', '413', 'REQUEST.TOO_LARGE'],
    ['UNSUPPORTED_MEDIA_TYPE', '415', 'REQUEST.UNSUPPORTED_MEDIA_TYPE'],
    ['THROTTLED', '429', 'REQUEST.THROTTLED'],
    ['INTEGRATION_FAILURE', '502', 'GATEWAY.FUNCTION_FAILED'],
    ['INTEGRATION_TIMEOUT', '504', 'GATEWAY.TIMEOUT'],
  ])('to %s are %s with the code %s', (type, status, code) => {
    const answer = gatewayAnswersOf(dev)[type];

    expect(answer?.statusCode).toBe(status);
    expect(answer?.responseTemplates['application/json']).toContain(code);
  });

  it('cover whatever else the gateway refuses or fails at', () => {
    expect(Object.keys(gatewayAnswersOf(dev))).toEqual(expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX']));
  });

  it('say how long to wait when there were too many requests', () => {
    expect(gatewayAnswersOf(dev)['THROTTLED']?.responseParameters).toMatchObject({
      'gatewayresponse.header.Retry-After': "'1'",
    });
  });

  it('are in the body on AWS alone; LocalStack, which ignores them there, has the same ones as resources', () => {
    const asResources = Object.values(resourcesOf(local, 'AWS::ApiGateway::GatewayResponse')).map(({ Properties }) => [
      Properties['ResponseType'],
      { responseParameters: Properties['ResponseParameters'], responseTemplates: Properties['ResponseTemplates'] },
    ]);
    const inBody = Object.entries(gatewayAnswersOf(prod)).map(([type, { responseParameters, responseTemplates }]) => [
      type,
      { responseParameters, responseTemplates },
    ]);

    expect(gatewayAnswersOf(local)).toEqual({});
    expect(Object.fromEntries(asResources)).toEqual(Object.fromEntries(inBody));
    prod.resourceCountIs('AWS::ApiGateway::GatewayResponse', 0);
  });
});
