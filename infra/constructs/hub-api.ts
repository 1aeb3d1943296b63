// The REST API: one resource whose OpenAPI body is made from the capabilities' route tables. It has no authorizer: tokens
// are verified in the functions, which is the same everywhere the hub runs.
import { createHash } from 'node:crypto';
import { Aws, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  ApiDefinition,
  EndpointType,
  GatewayResponse,
  type IRestApi,
  LogGroupLogDestination,
  MethodLoggingLevel,
  ResponseType,
  RestApiMode,
  SpecRestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { StageConfig } from '../stage.ts';
import { apiBody, type FunctionRoutes } from './api-body.ts';
import { functionNameIn } from './hub-function.ts';
import { gatewayAnswers } from './problem-answers.ts';

export interface HubApiProps {
  readonly stage: StageConfig;
  /** Route tables of the functions that the stage has. */
  readonly tables: readonly FunctionRoutes[];
  /** Product version. */
  readonly version: string;
}

export class HubApi extends Construct {
  readonly api: SpecRestApi;
  /** `https://….execute-api…`, without the stage; it refers to the API's id only, so functions may depend on it. */
  readonly origin: string;
  /** The address that clients use, without a final slash. */
  readonly url: string;
  readonly #tables: readonly FunctionRoutes[];

  constructor(scope: Construct, id: string, { stage, tables, version }: HubApiProps) {
    super(scope, id);
    this.#tables = tables;
    // LocalStack's importer ignores gateway responses of a body; on AWS, responses outside the body vanish at its next import.
    const onLocalStack = stage.documentsEndpoint !== undefined;
    const title = `IntegrationHub-${stage.name}`;
    const body = apiBody({
      title,
      version,
      tables,
      nameOf: (name) => functionNameIn(Stack.of(this), name),
      compressFromBytes: 1024,
      ...(onLocalStack ? {} : { gatewayAnswers }),
    });
    // LocalStack reports a changed body as deployed and does not import it: there a changed body is another API.
    this.api = this.#restApi(onLocalStack ? `Rest${hashOf([body, gatewayAnswers])}` : 'Rest', stage, title, body);
    if (onLocalStack) {
      this.#addGatewayResponses();
    }
    this.origin = `https://${this.api.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
    this.url = `${this.origin}/${stage.name}`;
    // The stack has an output of its own, without the final slash.
    this.api.node.tryRemoveChild('Endpoint');
    acknowledge(this.api, apiFindings);
  }

  /** Lets the API call the functions of its routes, and deploys it after them. */
  connect(functions: ReadonlyMap<string, LambdaFunction>): void {
    for (const { functionName } of this.#tables) {
      const fn = functions.get(functionName);
      if (fn === undefined) {
        throw new Error(`functions/routes.ts names the function "${functionName}", which the stage does not have`);
      }
      // One permission a function, whatever the route.
      fn.addPermission('Api', {
        principal: new ServicePrincipal('apigateway.amazonaws.com'),
        sourceArn: this.api.arnForExecuteApi(),
      });
      this.api.latestDeployment?.node.addDependency(fn);
    }
  }

  #restApi(id: string, stage: StageConfig, title: string, body: object): SpecRestApi {
    const removal = stage.removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: stage.logRetentionDays === 7 ? RetentionDays.ONE_WEEK : RetentionDays.THREE_MONTHS,
      removalPolicy: removal,
    });
    return new SpecRestApi(this, id, {
      restApiName: title,
      apiDefinition: ApiDefinition.fromInline(body),
      // Merging, the default, keeps routes that the body has no more.
      mode: RestApiMode.OVERWRITE,
      failOnWarnings: true,
      endpointTypes: [EndpointType.REGIONAL],
      // An import that overwrites resets the endpoint type unless it is told.
      parameters: { endpointConfigurationTypes: EndpointType.REGIONAL },
      // Access logs need a role that API Gateway may write with; AWS keeps one for the account and region.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: removal,
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
  }

  #addGatewayResponses(): void {
    Validations.of(this.api).acknowledge({
      id: 'CloudFormation-Validate::W3660',
      reason: 'only LocalStack has responses beside the body, and a changed body is another API there',
    });
    for (const [type, answer] of Object.entries(gatewayAnswers)) {
      const headers = Object.entries(answer.responseParameters);
      new GatewayResponse(this.api, type, {
        // CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.
        restApi: this.api as IRestApi,
        type: ResponseType.of(type),
        ...(answer.statusCode === undefined ? {} : { statusCode: answer.statusCode }),
        responseHeaders: Object.fromEntries(
          headers.map(([name, value]) => [name.replace('gatewayresponse.header.', ''), value]),
        ),
        templates: { ...answer.responseTemplates },
      });
    }
  }
}

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);

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
  APIG6: 'access logs are on; execution logs would repeat them with headers, and with data tracing personal data',
  'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
    'the account-wide role by which API Gateway writes access logs; AWS made this policy for it',
};
