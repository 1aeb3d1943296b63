// Matches a path to a method as API Gateway does: literal segments win over parameters, parameters over `{proxy+}`.
import type { ApiMethod, ApiModel } from './api-model.ts';

export type ApiMatch =
  | {
      readonly kind: 'method';
      readonly method: ApiMethod;
      readonly parameters: Readonly<Record<string, string>>;
      /** The path without an optional stage prefix. */
      readonly path: string;
    }
  | { readonly kind: 'wrong-method'; readonly allowed: readonly string[] }
  | { readonly kind: 'none' };

interface Node {
  readonly literals: Map<string, Node>;
  parameter: { readonly name: string; readonly node: Node } | undefined;
  greedy: { readonly name: string; readonly methods: Map<string, ApiMethod> } | undefined;
  readonly methods: Map<string, ApiMethod>;
}

interface Found {
  readonly methods: ReadonlyMap<string, ApiMethod>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** @returns a function of the method and the raw (still encoded) path without query */
export function apiMatcher({ methods, stage }: ApiModel): (httpMethod: string, path: string) => ApiMatch {
  const root = newNode();
  for (const method of methods) {
    insert(root, method);
  }
  return (httpMethod, path) => {
    const segments = split(path);
    // Accepts `/health` and `/dev/health`: clients of a deployed API send the stage prefix.
    const plain = find(root, segments);
    const found = plain ?? (segments[0] === stage ? find(root, segments.slice(1)) : undefined);
    if (found === undefined) {
      return { kind: 'none' };
    }
    const method = found.methods.get(httpMethod) ?? found.methods.get('ANY');
    return method === undefined
      ? { kind: 'wrong-method', allowed: [...found.methods.keys()].sort() }
      : {
          kind: 'method',
          method,
          parameters: found.parameters,
          path: plain === undefined ? path.slice(stage.length + 1) : path,
        };
  };
}

function newNode(): Node {
  return { literals: new Map(), parameter: undefined, greedy: undefined, methods: new Map() };
}

function insert(root: Node, method: ApiMethod): void {
  let node = root;
  for (const segment of split(method.resourcePath)) {
    const [, name, plus] = /^\{([^}+]+)(\+?)\}$/.exec(segment) ?? [];
    if (name === undefined) {
      const next = node.literals.get(segment) ?? newNode();
      node.literals.set(segment, next);
      node = next;
    } else if (plus === '+') {
      node.greedy ??= { name, methods: new Map() };
      node.greedy.methods.set(method.httpMethod, method);
      return;
    } else {
      node.parameter ??= { name, node: newNode() };
      node = node.parameter.node;
    }
  }
  node.methods.set(method.httpMethod, method);
}

function find(node: Node, segments: readonly string[]): Found | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) {
    return node.methods.size > 0 ? { methods: node.methods, parameters: {} } : undefined;
  }
  const literal = node.literals.get(decode(segment));
  const viaLiteral = literal && find(literal, rest);
  if (viaLiteral !== undefined) {
    return viaLiteral;
  }
  const viaParameter = node.parameter && find(node.parameter.node, rest);
  if (viaParameter !== undefined && node.parameter !== undefined) {
    const own = { [node.parameter.name]: decode(segment) };
    return { methods: viaParameter.methods, parameters: { ...own, ...viaParameter.parameters } };
  }
  return node.greedy === undefined
    ? undefined
    : { methods: node.greedy.methods, parameters: { [node.greedy.name]: segments.map(decode).join('/') } };
}

/** Ignores a trailing slash, as API Gateway does. */
function split(path: string): readonly string[] {
  return path
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .split('/')
    .filter((segment, index) => segment !== '' || index > 0);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
