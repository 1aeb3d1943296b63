// Reads the synthesised assembly (template and asset manifest) and resolves names, attributes and properties of its
// resources for this machine.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve as resolvePath } from 'node:path';
import {
  embeddedAccount,
  embeddedRegion,
  isObject,
  type Json,
  type JsonObject,
  type ResolveScope,
  resolve,
} from './intrinsics.ts';
import { assertKnownKind, ignoredKinds } from './resource-kinds.ts';

/** Origins for resource attributes; known once the local services listen. */
export interface LocalAddresses {
  /** Origin of SQS, e.g. `http://127.0.0.1:4566`. */
  readonly sqs: string;
  /** Origin of the dashboard, the local value of the bucket's website URL. */
  readonly site: string;
}

export interface TemplateResource {
  readonly logicalId: string;
  readonly kind: string;
  /** Properties with every intrinsic function resolved. */
  readonly properties: JsonObject;
}

export interface Template {
  readonly stackName: string;
  /** Returns the resources of the given types in template order, without those whose condition is false. */
  resources(...kinds: readonly string[]): readonly TemplateResource[];
  /** Returns the value of `Ref` for the resource. */
  ref(logicalId: string): string;
  arn(logicalId: string): string;
  outputs(): Readonly<Record<string, string>>;
  /** Returns the folder of a file asset by its S3 key (`<hash>.zip`). */
  assetFolder(objectKey: string): string;
  /** Sets the addresses; call it once, before resolving anything. */
  use(addresses: LocalAddresses): void;
}

/**
 * @param folder Cloud assembly, e.g. `cdk.out`
 * @throws Error when the folder does not have exactly one template, or for an unknown resource type
 */
export function loadTemplate(folder: string): Template {
  const files = readdirSync(folder).filter((name) => name.endsWith('.template.json'));
  const [file] = files;
  if (file === undefined || files.length > 1) {
    throw new Error(`expected one *.template.json in ${folder}, found ${files.length}; run npm run synth again`);
  }
  const stackName = file.slice(0, -'.template.json'.length);
  const document = readJson(join(folder, file));
  const manifest = readJson(join(folder, `${stackName}.assets.json`), {});
  return new LoadedTemplate(folder, stackName, document, manifest);
}

class LoadedTemplate implements Template, ResolveScope {
  readonly stackName: string;
  readonly #folder: string;
  readonly #document: JsonObject;
  readonly #manifest: JsonObject;
  readonly #resources: JsonObject;
  #addresses: LocalAddresses = { sqs: 'http://127.0.0.1:0', site: 'http://127.0.0.1:0' };

  constructor(folder: string, stackName: string, document: JsonObject, manifest: JsonObject) {
    this.stackName = stackName;
    this.#folder = folder;
    this.#document = document;
    this.#manifest = manifest;
    this.#resources = object(document['Resources']);
    for (const [logicalId, resource] of Object.entries(this.#resources)) {
      if (this.#isPresent(logicalId)) {
        assertKnownKind(logicalId, string(object(resource)['Type']));
      }
    }
  }

  use(addresses: LocalAddresses): void {
    this.#addresses = addresses;
  }

  resources(...kinds: readonly string[]): readonly TemplateResource[] {
    return Object.keys(this.#resources)
      .filter((logicalId) => kinds.includes(this.#kind(logicalId)) && this.#isPresent(logicalId))
      .map((logicalId) => ({
        logicalId,
        kind: this.#kind(logicalId),
        properties: object(resolve(object(this.#raw(logicalId)['Properties']), this)),
      }));
  }

  outputs(): Readonly<Record<string, string>> {
    const outputs = Object.entries(object(this.#document['Outputs']));
    return Object.fromEntries(
      outputs.map(([name, output]) => [name, String(resolve(object(output)['Value'] ?? '', this))]),
    );
  }

  assetFolder(objectKey: string): string {
    const hash = objectKey.replace(/\.zip$/, '');
    const path = object(object(object(this.#manifest['files'])[hash])['source'])['path'];
    if (typeof path !== 'string') {
      throw new Error(`the asset manifest of ${this.stackName} has no file ${hash}; run npm run synth again`);
    }
    return resolvePath(this.#folder, path);
  }

  condition(name: string): boolean {
    const expression = object(this.#document['Conditions'])[name];
    if (expression === undefined) {
      throw new Error(`the template has no condition ${name}`);
    }
    return resolve(expression, this) === true;
  }

  mapping(path: readonly string[]): Json | undefined {
    return path.reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), this.#document['Mappings']);
  }

  ref(name: string): string {
    if (name === 'AWS::StackName') {
      return this.stackName;
    }
    if (name === 'AWS::StackId') {
      return `arn:aws:cloudformation:${embeddedRegion}:${embeddedAccount}:stack/${this.stackName}/embedded`;
    }
    const parameter = object(this.#document['Parameters'])[name];
    if (isObject(parameter)) {
      return String(parameter['Default'] ?? '');
    }
    if (this.#resources[name] === undefined) {
      throw new Error(`the template refers to ${name}, which it does not have`);
    }
    const physical = this.#name(name);
    return this.#kind(name) === 'AWS::SQS::Queue' ? `${this.#addresses.sqs}/${embeddedAccount}/${physical}` : physical;
  }

  arn(logicalId: string): string {
    return String(this.getAtt(logicalId, 'Arn') ?? '');
  }

  getAtt(logicalId: string, attribute: string): Json | undefined {
    const kind = this.#kind(logicalId);
    const name = this.#name(logicalId);
    const known = attributes[kind]?.(name, this.#addresses)[attribute];
    return known ?? (ignoredKinds[kind] === undefined ? undefined : `arn:aws:none:::${logicalId}/${attribute}`);
  }

  #raw(logicalId: string): JsonObject {
    return object(this.#resources[logicalId]);
  }

  #kind(logicalId: string): string {
    return String(this.#raw(logicalId)['Type'] ?? '');
  }

  #isPresent(logicalId: string): boolean {
    const condition = this.#raw(logicalId)['Condition'];
    return typeof condition !== 'string' || this.condition(condition);
  }

  /** Returns the name in the template, or a generated name from stack and logical id, as in CloudFormation. */
  #name(logicalId: string): string {
    const kind = this.#kind(logicalId);
    const property = nameProperties[kind];
    const given = property === undefined ? undefined : object(this.#raw(logicalId)['Properties'])[property];
    if (given !== undefined) {
      return String(resolve(given, this));
    }
    if (kind === 'AWS::ApiGateway::RestApi') {
      return createHash('sha256').update(`${this.stackName}/${logicalId}`).digest('hex').slice(0, 10);
    }
    const name = `${this.stackName}-${logicalId}`.slice(0, 63);
    return kind === 'AWS::S3::Bucket' ? name.toLowerCase() : name;
  }
}

const nameProperties: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Events::Rule': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::ApiGateway::Stage': 'StageName',
};

type AttributesOf = (name: string, addresses: LocalAddresses) => Readonly<Record<string, string>>;

const tableAttributes: AttributesOf = (name) => {
  const arn = `arn:aws:dynamodb:${embeddedRegion}:${embeddedAccount}:table/${name}`;
  return { Arn: arn, StreamArn: `${arn}/stream/embedded` };
};

const attributes: Readonly<Record<string, AttributesOf>> = {
  'AWS::DynamoDB::Table': tableAttributes,
  'AWS::DynamoDB::GlobalTable': tableAttributes,
  'AWS::SQS::Queue': (name, { sqs }) => ({
    Arn: `arn:aws:sqs:${embeddedRegion}:${embeddedAccount}:${name}`,
    QueueName: name,
    QueueUrl: `${sqs}/${embeddedAccount}/${name}`,
  }),
  'AWS::S3::Bucket': (name, { site }) => ({
    Arn: `arn:aws:s3:::${name}`,
    WebsiteURL: site,
    DomainName: `${name}.s3.amazonaws.com`,
    RegionalDomainName: `${name}.s3.${embeddedRegion}.amazonaws.com`,
  }),
  'AWS::Lambda::Function': (name) => ({ Arn: `arn:aws:lambda:${embeddedRegion}:${embeddedAccount}:function:${name}` }),
  'AWS::Lambda::EventSourceMapping': (name) => ({ Id: name }),
  'AWS::Events::Rule': (name) => ({ Arn: `arn:aws:events:${embeddedRegion}:${embeddedAccount}:rule/${name}` }),
  'AWS::ApiGateway::RestApi': (name) => ({ RootResourceId: `${name}root`, RestApiId: name }),
};

/** Returns the value as an object; any other value counts as an empty object. */
export function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function string(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Returns the value as a list of objects; any other value counts as an empty list. */
export function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).map(object) : [];
}

function readJson(path: string, fallback?: JsonObject): JsonObject {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
  } catch (cause) {
    if (fallback !== undefined) {
      return fallback;
    }
    throw new Error(`cannot read ${path}; run npm run synth again`, { cause });
  }
}
