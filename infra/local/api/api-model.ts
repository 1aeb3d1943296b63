// Reads the REST API from the OpenAPI body of the template's one RestApi: which path and method serve a request, and the
// gateway's own answers.
import { createHash } from 'node:crypto';
import { isObject, type JsonObject } from '../template/intrinsics.ts';
import { object, string, type Template } from '../template/template.ts';

type Headers = Readonly<Record<string, string>>;

export interface ApiMethod {
  readonly resourceId: string;
  /** `/operational/cases/{operation_case_id}/status` */
  readonly resourcePath: string;
  /** `GET`, …, or `ANY` */
  readonly httpMethod: string;
  readonly integration:
    | { readonly kind: 'lambda'; readonly functionName: string; readonly timeoutMs: number }
    | { readonly kind: 'mock'; readonly status: number; readonly headers: Headers; readonly template: string };
}

/** One entry of `x-amazon-apigateway-gateway-responses`. */
export interface GatewayResponse {
  readonly status: number | undefined;
  readonly headers: Headers;
  /** Mapping template with its content type. */
  readonly template: { readonly contentType: string; readonly text: string } | undefined;
}

export interface ApiModel {
  readonly id: string;
  readonly stage: string;
  readonly methods: readonly ApiMethod[];
  readonly binaryMediaTypes: readonly string[];
  /** Smallest body that is compressed; `undefined`: none is. */
  readonly compressFromBytes: number | undefined;
  readonly responses: Readonly<Record<string, GatewayResponse>>;
}

/** API Gateway gives an integration 29 s unless the body says less. */
const integrationTimeoutMs = 29_000;
const extension = 'x-amazon-apigateway-';

/**
 * @returns `undefined` when the template has no REST API
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function readApi(template: Template): ApiModel | undefined {
  const [api, ...more] = template.resources('AWS::ApiGateway::RestApi');
  if (api === undefined) {
    return undefined;
  }
  if (more.length > 0) {
    throw new Error('the template has more than one REST API; the embedded host serves one');
  }
  const { Body: body } = api.properties;
  if (!isObject(body)) {
    throw new Error(`the REST API ${api.logicalId} has no OpenAPI body; the embedded host serves no other form`);
  }
  const minimum = body[`${extension}minimum-compression-size`];
  const binary = body[`${extension}binary-media-types`];
  return {
    id: template.ref(api.logicalId),
    stage: string(template.resources('AWS::ApiGateway::Stage')[0]?.properties['StageName']) || 'dev',
    methods: Object.entries(object(body['paths'])).flatMap(([path, item]) => readPath(path, object(item))),
    binaryMediaTypes: Array.isArray(binary) ? binary.map(String) : [],
    compressFromBytes: minimum === undefined ? undefined : Number(minimum),
    responses: Object.fromEntries(
      Object.entries(object(body[`${extension}gateway-responses`])).map(([type, answer]) => [
        type,
        readResponse(object(answer)),
      ]),
    ),
  };
}

const anyMethod = `${extension}any-method`;

function readPath(path: string, item: JsonObject): readonly ApiMethod[] {
  // API Gateway's resource ids have six to ten characters.
  const resourceId = createHash('sha256').update(path).digest('hex').slice(0, 6);
  return Object.entries(item).map(([name, operation]) => ({
    resourceId,
    resourcePath: path,
    httpMethod: name === anyMethod ? 'ANY' : name.toUpperCase(),
    integration: readIntegration(`${name} ${path}`, object(object(operation)[`${extension}integration`])),
  }));
}

function readIntegration(operation: string, integration: JsonObject): ApiMethod['integration'] {
  const type = string(integration['type']);
  if (type === 'mock') {
    return { kind: 'mock', ...readMock(integration) };
  }
  const functionName = /:function:([^/:]+)/.exec(string(integration['uri']))?.[1];
  if (type !== 'aws_proxy' || functionName === undefined) {
    throw new Error(`${operation} has an integration of type "${type}" that the embedded host does not know`);
  }
  return { kind: 'lambda', functionName, timeoutMs: Number(integration['timeoutInMillis'] ?? integrationTimeoutMs) };
}

function readMock(integration: JsonObject): {
  readonly status: number;
  readonly headers: Headers;
  readonly template: string;
} {
  const response = object(object(integration['responses'])['default']);
  const [template] = Object.values(object(response['responseTemplates']));
  return {
    status: Number(response['statusCode'] ?? 200),
    headers: literalHeaders(response['responseParameters'], 'method.response.header.'),
    template: string(template),
  };
}

function readResponse(answer: JsonObject): GatewayResponse {
  const [template] = Object.entries(object(answer['responseTemplates']));
  const status = answer['statusCode'];
  return {
    status: status === undefined ? undefined : Number(status),
    headers: literalHeaders(answer['responseParameters'], 'gatewayresponse.header.'),
    template: template === undefined ? undefined : { contentType: template[0], text: string(template[1]) },
  };
}

/** Only values in single quotes are literals; mappings from the request have no meaning here and are left out. */
function literalHeaders(parameters: JsonObject[string] | undefined, prefix: string): Record<string, string> {
  const literals = Object.entries(object(parameters)).flatMap(([name, value]) => {
    const literal = /^'(.*)'$/s.exec(string(value))?.[1];
    return name.startsWith(prefix) && literal !== undefined ? [[name.slice(prefix.length), literal] as const] : [];
  });
  return Object.fromEntries(literals);
}
