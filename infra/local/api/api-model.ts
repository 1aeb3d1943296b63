// The REST API as the template describes it: which resource and method serve a request, and what the gateway itself
// answers.
import type { JsonObject } from '../template/intrinsics.ts';
import { object, objects, string, type Template } from '../template/template.ts';

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

/** One GatewayResponse resource. */
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

/** API Gateway gives an integration 29 s unless the template says less. */
const integrationTimeoutMs = 29_000;

/** @returns `undefined` when the template has no REST API */
export function readApi(template: Template): ApiModel | undefined {
  const [api, ...more] = template.resources('AWS::ApiGateway::RestApi');
  if (api === undefined) {
    return undefined;
  }
  if (more.length > 0) {
    throw new Error('the template has more than one REST API; the embedded host serves one');
  }
  const paths = resourcePaths(template);
  const minimum = api.properties['MinimumCompressionSize'];
  return {
    id: template.ref(api.logicalId),
    stage: string(template.resources('AWS::ApiGateway::Stage')[0]?.properties['StageName']) || 'dev',
    methods: template
      .resources('AWS::ApiGateway::Method')
      .map(({ logicalId, properties }) => readMethod(logicalId, properties, paths)),
    binaryMediaTypes: list(api.properties['BinaryMediaTypes']),
    compressFromBytes: minimum === undefined ? undefined : Number(minimum),
    responses: Object.fromEntries(
      template
        .resources('AWS::ApiGateway::GatewayResponse')
        .map(({ properties }) => [string(properties['ResponseType']), readResponse(properties)]),
    ),
  };
}

function list(value: JsonObject[string] | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Path of each resource by its id; the root is the one that no resource describes. */
function resourcePaths(template: Template): (id: string) => string {
  const parents = new Map(
    template
      .resources('AWS::ApiGateway::Resource')
      .map(({ logicalId, properties }) => [
        template.ref(logicalId),
        { parent: string(properties['ParentId']), part: string(properties['PathPart']) },
      ]),
  );
  const pathOf = (id: string): string => {
    const entry = parents.get(id);
    return entry === undefined ? '' : `${pathOf(entry.parent)}/${entry.part}`;
  };
  return (id) => pathOf(id) || '/';
}

function readMethod(logicalId: string, properties: JsonObject, pathOf: (id: string) => string): ApiMethod {
  const integration = object(properties['Integration']);
  const type = string(integration['Type']);
  const resourceId = string(properties['ResourceId']);
  const base = { resourceId, resourcePath: pathOf(resourceId), httpMethod: string(properties['HttpMethod']) };
  if (type === 'MOCK') {
    return { ...base, integration: { kind: 'mock', ...readMock(integration) } };
  }
  const functionName = /:function:([^/:]+)/.exec(string(integration['Uri']))?.[1];
  if (type !== 'AWS_PROXY' || functionName === undefined) {
    throw new Error(`the method ${logicalId} has an integration of type ${type} that the embedded host does not know`);
  }
  const timeoutMs = Number(integration['TimeoutInMillis'] ?? integrationTimeoutMs);
  return { ...base, integration: { kind: 'lambda', functionName, timeoutMs } };
}

function readMock(integration: JsonObject): {
  readonly status: number;
  readonly headers: Headers;
  readonly template: string;
} {
  const [response = {}] = objects(integration['IntegrationResponses']);
  const prefix = 'method.response.header.';
  const [template] = Object.values(object(response['ResponseTemplates']));
  return {
    status: Number(response['StatusCode'] ?? 200),
    headers: literalHeaders(response['ResponseParameters'], prefix),
    template: string(template),
  };
}

function readResponse(properties: JsonObject): GatewayResponse {
  const [template] = Object.entries(object(properties['ResponseTemplates']));
  const status = properties['StatusCode'];
  return {
    status: status === undefined ? undefined : Number(status),
    headers: literalHeaders(properties['ResponseParameters'], 'gatewayresponse.header.'),
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
