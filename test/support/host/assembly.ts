// Writes small cloud assemblies for tests of the embedded host: a template literal and handlers as source text.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, JsonObject } from '../../../infra/local/template/intrinsics.ts';

export interface AssemblyParts {
  readonly resources: JsonObject;
  /** Source of `index.mjs` by function name; the `Code` of a function from `lambda` refers to it. */
  readonly handlers?: Readonly<Record<string, string>>;
  readonly rest?: JsonObject;
}

/** @returns the folder, e.g. for `HostOptions.assembly` */
export function writeAssembly({ resources, handlers = {}, rest = {} }: AssemblyParts): string {
  const folder = temporaryFolder('assembly');
  const files: Record<string, JsonObject> = {};
  for (const [name, source] of Object.entries(handlers)) {
    mkdirSync(join(folder, `asset.${name}`));
    writeFileSync(join(folder, `asset.${name}`, 'index.mjs'), source);
    files[name] = { source: { path: `asset.${name}`, packaging: 'zip' } };
  }
  writeFileSync(join(folder, 'Test.template.json'), JSON.stringify({ Resources: resources, ...rest }));
  writeFileSync(join(folder, 'Test.assets.json'), JSON.stringify({ files }));
  return folder;
}

const folders: string[] = [];

/** Creates a folder; `removeTemporaryFolders` deletes it. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `hub-${name}-`));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A function resource with the handler of that name. */
export function lambda(name: string, properties: JsonObject = {}): JsonObject {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: name,
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Timeout: 5,
      MemorySize: 256,
      Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
      ...properties,
    },
  };
}

export function table(name: string, properties: JsonObject = {}): JsonObject {
  return {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: name,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      ...properties,
    },
  };
}

export function queue(name: string, properties: JsonObject = {}): JsonObject {
  return { Type: 'AWS::SQS::Queue', Properties: { QueueName: name, VisibilityTimeout: 30, ...properties } };
}

export function mapping(functionId: string, sourceArn: JsonObject, properties: JsonObject = {}): JsonObject {
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: functionId }, EventSourceArn: sourceArn, ...properties },
  };
}

export function arnOf(logicalId: string, attribute = 'Arn'): JsonObject {
  return { 'Fn::GetAtt': [logicalId, attribute] };
}

/**
 * A REST API whose body has one operation per `METHOD /path`, all served by the function.
 * @param body Further members of the body
 */
export function restApi(
  functionId: string,
  routes: readonly string[],
  { paths: ownPaths, ...body }: { readonly paths?: JsonObject; readonly [member: string]: Json | undefined } = {},
): Record<string, JsonObject> {
  const integration = {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: {
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':apigateway:us-east-1:lambda:path/2015-03-31/functions/',
          arnOf(functionId),
          '/invocations',
        ],
      ],
    },
  };
  const paths: Record<string, JsonObject> = { ...ownPaths } as Record<string, JsonObject>;
  for (const route of routes) {
    const [method = 'GET', path = '/'] = route.split(' ');
    const name = method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
    paths[path] = { ...paths[path], [name]: { 'x-amazon-apigateway-integration': integration } };
  }
  return {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api', Body: { openapi: '3.0.1', ...body, paths } } },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { StageName: 'dev', RestApiId: { Ref: 'Api' } } },
  };
}
