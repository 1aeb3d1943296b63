// The REST API, made from the capabilities' route tables. It has no authorizer: tokens are verified in the functions,
// which is the same everywhere the hub runs.
import { Aws, RemovalPolicy, Size } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  EndpointType,
  type IResource,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  MockIntegration,
  PassthroughBehavior,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Route } from '../../shared/runtime/http/route.ts';
import { acknowledge } from '../acknowledge.ts';
import type { StageConfig } from '../stage.ts';
import { addPreflight, allowOriginOf, exposedHeaders } from './cross-origin.ts';
import { ProblemAnswers, problemTemplate, problemType } from './problem-answers.ts';

/** Routes of one function; `functions/routes.ts` lists them all. */
export interface FunctionRoutes {
  readonly capability: string;
  readonly functionName: string;
  readonly routes: readonly Pick<Route<never>, 'method' | 'path' | 'operationId'>[];
}

export interface HubApiProps {
  readonly stage: StageConfig;
}

export class HubApi extends Construct {
  readonly api: RestApi;
  /** `https://….execute-api…`, without the stage; made from the API's id, so nothing that uses it waits for routes. */
  readonly origin: string;
  /** The address that clients use, without a final slash. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: HubApiProps) {
    super(scope, id);
    const { stage } = props;
    const retain = stage.removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: stage.logRetentionDays === 7 ? RetentionDays.ONE_WEEK : RetentionDays.THREE_MONTHS,
      removalPolicy: retain,
    });
    this.api = new RestApi(this, 'Api', {
      restApiName: `IntegrationHub-${stage.name}`,
      description: 'Integration hub: submissions, cases, events, canonical objects and the dashboard',
      endpointTypes: [EndpointType.REGIONAL],
      minCompressionSize: Size.bytes(1024),
      // Access logs need a role that API Gateway may write with; AWS keeps one for the account and region.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: retain,
      deployOptions: {
        stageName: stage.name,
        tracingEnabled: true,
        loggingLevel: MethodLoggingLevel.OFF,
        throttlingRateLimit: stage.throttle.ratePerSecond,
        throttlingBurstLimit: stage.throttle.burst,
        accessLogDestination: new LogGroupLogDestination(accessLogs),
        accessLogFormat: accessLogFormat(),
      },
    });
    this.origin = `https://${this.api.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
    this.url = `${this.origin}/${stage.name}`;
    // The stack has an output of its own, without the final slash.
    this.api.node.tryRemoveChild('Endpoint');
    acknowledge(this.api, apiFindings);
  }

  /** Adds all routes, their preflight answers and the gateway's own problem answers. */
  serve(
    tables: readonly FunctionRoutes[],
    functions: ReadonlyMap<string, LambdaFunction>,
    corsOrigins: readonly string[],
  ): void {
    const methods = this.addRoutes(tables, functions);
    const allowOrigin = allowOriginOf(corsOrigins);
    for (const [resource, allowed] of methods) {
      addPreflight(resource, allowed, corsOrigins);
      refuseOtherMethods(resource, [...allowed, 'OPTIONS'], allowOrigin);
    }
    new ProblemAnswers(this, 'Problems', { api: this.api, allowOrigin, exposedHeaders });
  }

  /** Adds the functions' routes and answers what each path answers to. */
  private addRoutes(
    tables: readonly FunctionRoutes[],
    functions: ReadonlyMap<string, LambdaFunction>,
  ): ReadonlyMap<IResource, readonly string[]> {
    const methods = new Map<IResource, string[]>();
    for (const { functionName, routes } of tables) {
      const handler = functions.get(functionName);
      if (handler === undefined) {
        throw new Error(`functions/routes.ts names the function "${functionName}", which the stage does not have`);
      }
      // One permission for the function instead of one for each method: API Gateway may call it, whatever the route.
      const integration = new LambdaIntegration(handler, { scopePermissionToMethod: false });
      for (const route of routes) {
        const resource = this.api.root.resourceForPath(route.path);
        const names = addMethods(resource, route, integration);
        methods.set(resource, [...(methods.get(resource) ?? []), ...names]);
      }
    }
    return methods;
  }
}

/** Functions answer HEAD as GET without the body; API Gateway has to be told that it exists. */
function addMethods(
  resource: IResource,
  route: Pick<Route<never>, 'method' | 'operationId'>,
  integration: LambdaIntegration,
): readonly string[] {
  resource.addMethod(route.method, integration, { operationName: route.operationId });
  if (route.method !== 'GET') {
    return [route.method];
  }
  resource.addMethod('HEAD', integration, { operationName: `${route.operationId}Head` });
  return ['GET', 'HEAD'];
}

/** API Gateway would answer 403 for a known path with another method; this answers 405 and says what is allowed. */
function refuseOtherMethods(resource: IResource, allowed: readonly string[], allowOrigin: string): void {
  const template = problemTemplate({
    status: 405,
    code: 'REQUEST.METHOD_NOT_ALLOWED',
    title: 'Method not allowed',
    detail: `this path answers to ${allowed.join(', ')} only`,
    retryable: false,
  });
  const headers: Readonly<Record<string, string>> = {
    Allow: `'${allowed.join(', ')}'`,
    'Content-Type': `'${problemType}'`,
    'Access-Control-Allow-Origin': allowOrigin,
  };
  const named = (prefix: string) => `method.response.header.${prefix}`;
  resource.addMethod(
    'ANY',
    new MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode": 405}' },
      passthroughBehavior: PassthroughBehavior.NEVER,
      integrationResponses: [
        {
          statusCode: '405',
          responseParameters: Object.fromEntries(Object.entries(headers).map(([name, value]) => [named(name), value])),
          responseTemplates: { 'application/json': template },
        },
      ],
    }),
    {
      methodResponses: [
        {
          statusCode: '405',
          responseParameters: Object.fromEntries(Object.keys(headers).map((name) => [named(name), true])),
        },
      ],
    },
  );
}

/** One JSON line per request: never a header, a query value or a body. */
function accessLogFormat(): AccessLogFormat {
  const fields = {
    requestId: AccessLogField.contextRequestId(),
    xrayTraceId: AccessLogField.contextXrayTraceId(),
    at: AccessLogField.contextRequestTime(),
    method: AccessLogField.contextHttpMethod(),
    route: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    error: AccessLogField.contextErrorResponseType(),
    responseBytes: AccessLogField.contextResponseLength(),
    latencyMs: AccessLogField.contextResponseLatency(),
    functionMs: AccessLogField.contextIntegrationLatency(),
  };
  return AccessLogFormat.custom(JSON.stringify(fields));
}

const apiFindings = {
  APIG2:
    'functions validate parameters and bodies with the schemas that the OpenAPI document is made from, and point at each wrong field; a gateway validator would answer first and say less',
  APIG3:
    "a web application firewall costs a fixed amount a month and is the account owner's choice; throttling, size limits and in-process token checks hold without it",
  APIG4:
    'tokens are verified in the functions, the same way embedded, on LocalStack and on AWS; a test calls every route with every role',
  APIG6: 'access logs are on; execution logs would repeat them with headers, and with data tracing personal data',
  COG4: 'any OpenID Connect issuer may sign the tokens, so they are verified in the functions and not by a Cognito authorizer',
  'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
    'the account-wide role by which API Gateway writes access logs; AWS made this policy for it',
};
