// The REST API of the template is the route tables, and whatever the gateway answers by itself is a problem document.
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../../functions/routes.ts';
import { problem } from '../../shared/contracts/problem.ts';
import { resource, resourcesOf, stageContexts, templateOf } from './synthesise.ts';

let dev: Template;
let prod: Template;
beforeAll(async () => {
  dev = await templateOf(stageContexts.dev);
  prod = await templateOf(stageContexts.prod);
});

/** Path of a resource, from its parents. */
function pathOf(template: Template, id: string): string {
  const { PathPart, ParentId } = resourcesOf(template, 'AWS::ApiGateway::Resource')[id]?.Properties ?? {};
  return PathPart === undefined ? '' : `${pathOf(template, String((ParentId as { Ref?: string }).Ref))}/${PathPart}`;
}

interface Method {
  readonly name: string;
  readonly path: string;
  readonly target: string;
  readonly integration: Readonly<Record<string, unknown>>;
}

function methodsOf(template: Template): readonly Method[] {
  return Object.values(resourcesOf(template, 'AWS::ApiGateway::Method')).map(({ Properties }) => {
    const integration = Properties['Integration'] as Readonly<Record<string, unknown>>;
    const [, target = 'MOCK'] = /"Fn::GetAtt":\["(\w+)Function/.exec(JSON.stringify(integration['Uri'] ?? '')) ?? [];
    const path = pathOf(template, String((Properties['ResourceId'] as { Ref?: string }).Ref));
    return { name: String(Properties['HttpMethod']), path, target, integration };
  });
}

const pascal = (name: string): string => name.replace(/(^|-)(.)/g, (_all, _dash, first: string) => first.toUpperCase());

const expected = (tables: typeof allRoutes): readonly string[] =>
  tables
    .flatMap(({ functionName, routes }) =>
      routes.map(({ method, path }) => `${method} ${path} ${pascal(functionName)}`),
    )
    .sort();

const served = (template: Template, ...without: readonly string[]): readonly string[] =>
  methodsOf(template)
    .filter(({ name }) => !without.includes(name))
    .map(({ name, path, target }) => `${name} ${path} ${target}`)
    .sort();

describe('the synthesised API', () => {
  it('has the routes of all capabilities in dev, each behind its function', () => {
    expect(served(dev, 'HEAD', 'OPTIONS', 'ANY')).toEqual(expected(allRoutes));
  });

  it('leaves the development routes out of production', () => {
    const tables = allRoutes.filter(({ developmentOnly }) => developmentOnly !== true);

    expect(served(prod, 'HEAD', 'OPTIONS', 'ANY')).toEqual(expected(tables));
  });

  it('answers HEAD wherever it answers GET', () => {
    const paths = (wanted: string) =>
      methodsOf(dev)
        .filter(({ name }) => name === wanted)
        .map(({ path }) => path)
        .sort();

    expect(paths('HEAD')).toEqual(paths('GET'));
  });

  it('answers preflight and refuses other methods on every path', () => {
    const paths = new Set(methodsOf(dev).map(({ path }) => path));

    for (const path of paths) {
      const here = methodsOf(dev).filter((method) => method.path === path);
      const allowed = here.map(({ name }) => name).filter((name) => name !== 'ANY');
      const refusal = JSON.stringify(here.find(({ name }) => name === 'ANY')?.integration);
      expect(allowed).toContain('OPTIONS');
      expect(refusal).toContain('"StatusCode":"405"');
      for (const name of allowed) {
        expect(refusal).toContain(name);
      }
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

describe('the gateway’s own answers', () => {
  /** What a client gets, with API Gateway's variables filled in. */
  const answer = (template: unknown, status: number): unknown => {
    const document: unknown = JSON.parse(
      String(template).replace('$context.requestId', 'c6af9ac6').replace('$context.error.messageString', '"said so"'),
    );
    // The default answers keep the status of what went wrong, which their template cannot name.
    return { status, ...(document as object) };
  };

  it('are problem documents with a code and a trace id, readable by scripts of other origins', () => {
    const responses = Object.values(resourcesOf(dev, 'AWS::ApiGateway::GatewayResponse'));

    expect(responses.length).toBeGreaterThanOrEqual(9);
    for (const { Properties } of responses) {
      const templates = Properties['ResponseTemplates'] as Readonly<Record<string, string>>;
      const body = answer(templates['application/json'], Number(Properties['StatusCode'] ?? 400));
      expect(problem.safeParse(body).success).toBe(true);
      expect(Properties['ResponseParameters']).toMatchObject({
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
    const found = Object.values(resourcesOf(dev, 'AWS::ApiGateway::GatewayResponse')).find(
      ({ Properties }) => Properties['ResponseType'] === type,
    );

    expect(found?.Properties['StatusCode']).toBe(status);
    expect(JSON.stringify(found?.Properties['ResponseTemplates'])).toContain(code);
  });

  it('cover whatever else the gateway refuses or fails at', () => {
    const types = Object.values(resourcesOf(dev, 'AWS::ApiGateway::GatewayResponse')).map(
      ({ Properties }) => Properties['ResponseType'],
    );

    expect(types).toEqual(expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX']));
  });

  it('say how long to wait when there were too many requests', () => {
    dev.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
      ResponseType: 'THROTTLED',
      ResponseParameters: { 'gatewayresponse.header.Retry-After': "'1'" },
    });
  });
});
