// Parses JSON and refuses input that JSON.parse accepts silently: duplicate keys, `__proto__`, unlimited depth, a
// million members, 1e999, unpaired surrogates.
import { type FieldProblem, HubError } from '../../errors/hub-error.ts';

/** Deepest nesting of objects and arrays. */
export const maxJsonDepth = 64;
/** Most members of one object; valid input has a few dozen. */
export const maxJsonMembers = 1000;

interface Container {
  /** Keys seen so far; absent for an array. */
  readonly keys: Set<string> | undefined;
  /** Path of this container as JSON pointer tokens. */
  readonly pointer: string;
  index: number;
  key: string;
}

const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[{}[\],:]/gy;
const halfCharacter = /\p{Surrogate}/u;

/** @throws HubError `REQUEST.MALFORMED_JSON` (400), with a pointer when the position is known. */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed('the body is not well-formed JSON', [], cause);
  }
  inspect(text);
  return value;
}

/** Walks the tokens of valid JSON text, in linear time and without recursion. */
function inspect(text: string): void {
  const open: Container[] = [];
  let position = 0;
  let previous = '';
  while (position < text.length) {
    tokens.lastIndex = position;
    const token = tokens.exec(text)?.[0];
    if (token === undefined) {
      position += 1;
      continue;
    }
    inspectToken(token, previous, open);
    position += token.length;
    previous = token;
  }
}

function inspectToken(token: string, previous: string, open: Container[]): void {
  const container = open.at(-1);
  switch (token[0]) {
    case '{':
    case '[':
      if (open.length >= maxJsonDepth) throw malformed(`the body is nested deeper than ${maxJsonDepth} levels`, []);
      open.push({ keys: token === '{' ? new Set() : undefined, pointer: pointerOf(container), index: 0, key: '' });
      return;
    case '}':
    case ']':
      open.pop();
      return;
    case ',':
      if (container !== undefined) container.index += 1;
      return;
    case ':':
      return;
    case '"':
      inspectText(token, previous, container);
      return;
    default:
      inspectNumber(token, container);
  }
}

function inspectText(token: string, previous: string, container: Container | undefined): void {
  const text = token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
  const isKey = container?.keys !== undefined && previous !== ':';
  if (halfCharacter.test(text))
    refuse(isKey ? container.pointer : pointerOf(container), 'holds half of a surrogate pair');
  if (!isKey) return;
  container.key = text;
  if (text === '__proto__') refuse(pointerOf(container), 'is not a name the hub accepts');
  if (container.keys?.has(text) === true) refuse(pointerOf(container), 'is given more than once');
  container.keys?.add(text);
  if ((container.keys?.size ?? 0) > maxJsonMembers) {
    throw malformed(`an object of the body has more than ${maxJsonMembers} members`, []);
  }
}

function inspectNumber(token: string, container: Container | undefined): void {
  if (!Number.isFinite(Number(token))) refuse(pointerOf(container), 'is too large a number');
}

function pointerOf(container: Container | undefined): string {
  if (container === undefined) return '#';
  return `${container.pointer}/${escapePointer(container.keys === undefined ? String(container.index) : container.key)}`;
}

/** One token of a JSON pointer in a URI fragment (RFC 6901, sections 3 and 6). */
export function escapePointer(token: string): string {
  const cut = token.slice(0, 100).replace(/\p{Surrogate}/gu, '\uFFFD');
  return encodeURIComponent(cut.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('%24', '$');
}

function refuse(pointer: string, detail: string): never {
  throw malformed('the body is not acceptable JSON', [{ pointer, detail }]);
}

function malformed(message: string, fields: readonly FieldProblem[], cause?: unknown): HubError {
  return new HubError({ kind: 'malformed', code: 'REQUEST.MALFORMED_JSON', message, fields, cause });
}
