// Resolves CloudFormation intrinsic functions and pseudo parameters to plain values. An unknown one is an error, so
// that a template never has another meaning here than on AWS.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Values that intrinsic functions refer to. */
export interface ResolveScope {
  /** Value of `Ref` for a resource or parameter; `undefined` for an unknown name. */
  ref(name: string): Json | undefined;
  getAtt(logicalId: string, attribute: string): Json | undefined;
  condition(name: string): boolean;
  mapping(path: readonly string[]): Json | undefined;
}

/** Account and region of all embedded resources. */
export const embeddedAccount = '000000000000';
export const embeddedRegion = 'us-east-1';

/** Marks `AWS::NoValue`; the property or list entry with it is removed. */
const noValue: JsonObject = Object.freeze({});

type Intrinsic = (argument: Json, scope: ResolveScope) => Json;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => reference(text(argument, 'Ref'), scope),
  Condition: (argument, scope) => scope.condition(text(argument, 'Condition')),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...rest] = typeof argument === 'string' ? argument.split('.') : texts(argument, 'Fn::GetAtt');
    return attribute(logicalId ?? '', rest.join('.'), scope);
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = pair(argument, 'Fn::Join');
    return list(resolve(parts, scope), 'Fn::Join').map(plain).join(text(separator, 'Fn::Join'));
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Select': (argument, scope) => {
    const [index, from] = pair(argument, 'Fn::Select');
    const chosen = list(resolve(from, scope), 'Fn::Select')[Number(resolve(index, scope))];
    return chosen ?? fail('Fn::Select', 'points outside its list');
  },
  'Fn::Split': (argument, scope) => {
    const [separator, from] = pair(argument, 'Fn::Split');
    return text(resolve(from, scope), 'Fn::Split').split(text(separator, 'Fn::Split'));
  },
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = list(argument, 'Fn::If');
    return resolve((scope.condition(text(name ?? null, 'Fn::If')) ? yes : no) ?? null, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = pair(argument, 'Fn::Equals');
    return JSON.stringify(resolve(left, scope)) === JSON.stringify(resolve(right, scope));
  },
  'Fn::And': (argument, scope) => list(argument, 'Fn::And').every((entry) => resolve(entry, scope) === true),
  'Fn::Or': (argument, scope) => list(argument, 'Fn::Or').some((entry) => resolve(entry, scope) === true),
  'Fn::Not': (argument, scope) => resolve(list(argument, 'Fn::Not')[0] ?? null, scope) !== true,
  'Fn::Base64': (argument, scope) => Buffer.from(plain(resolve(argument, scope))).toString('base64'),
  'Fn::FindInMap': (argument, scope) => {
    const path = list(resolve(argument, scope), 'Fn::FindInMap').map(plain);
    return scope.mapping(path) ?? fail('Fn::FindInMap', `finds nothing at ${path.join('.')}`);
  },
  'Fn::GetAZs': () => ['a', 'b', 'c'].map((zone) => `${embeddedRegion}${zone}`),
};

/**
 * Replaces every intrinsic function in the value.
 * @throws Error that names the unknown function or reference.
 */
export function resolve(value: Json, scope: ResolveScope): Json {
  if (Array.isArray(value)) {
    return value.map((entry) => resolve(entry, scope)).filter((entry) => entry !== noValue);
  }
  if (!isObject(value)) {
    return value;
  }
  const [key, argument, ...more] = Object.entries(value).flat() as [string?, Json?, ...Json[]];
  if (key !== undefined && more.length === 0 && isIntrinsicName(key)) {
    const intrinsic = intrinsics[key];
    return intrinsic === undefined
      ? fail(key, 'is not known to the embedded host; add it to infra/local/template/intrinsics.ts')
      : intrinsic(argument ?? null, scope);
  }
  const resolved = Object.entries(value).map(([name, entry]) => [name, resolve(entry, scope)] as const);
  return Object.fromEntries(resolved.filter(([, entry]) => entry !== noValue));
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Condition` is an intrinsic only with a string value: an IAM statement has a `Condition` object. */
function isIntrinsicName(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}

function reference(name: string, scope: ResolveScope): Json {
  return pseudoParameter(name) ?? scope.ref(name) ?? fail('Ref', `points to ${name}, which the template does not have`);
}

function attribute(logicalId: string, name: string, scope: ResolveScope): Json {
  return scope.getAtt(logicalId, name) ?? fail('Fn::GetAtt', `${logicalId}.${name} is not known to the embedded host`);
}

function pseudoParameter(name: string): Json | undefined {
  const values: Readonly<Record<string, Json>> = {
    'AWS::AccountId': embeddedAccount,
    'AWS::Region': embeddedRegion,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::NotificationARNs': [],
    'AWS::NoValue': noValue,
  };
  return values[name];
}

function substitute(argument: Json, scope: ResolveScope): Json {
  const [template, variables] = Array.isArray(argument) ? pair(argument, 'Fn::Sub') : [argument, {}];
  const own = resolve(variables, scope);
  return text(template, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal !== '') {
      return `\${${name}}`;
    }
    const given = isObject(own) ? own[name] : undefined;
    const [logicalId = '', ...rest] = name.split('.');
    return plain(given ?? (rest.length > 0 ? attribute(logicalId, rest.join('.'), scope) : reference(name, scope)));
  });
}

function plain(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function text(value: Json, where: string): string {
  return typeof value === 'string' ? value : fail(where, `expects text, found ${JSON.stringify(value)}`);
}

function list(value: Json, where: string): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : fail(where, 'expects a list');
}

function texts(value: Json, where: string): readonly string[] {
  return list(value, where).map((entry) => text(entry, where));
}

function pair(value: Json, where: string): readonly [Json, Json] {
  const [first, second] = list(value, where);
  return first === undefined || second === undefined ? fail(where, 'expects two arguments') : [first, second];
}

function fail(where: string, message: string): never {
  throw new Error(`the template's ${where} ${message}`);
}
