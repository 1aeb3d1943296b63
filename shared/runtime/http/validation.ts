// Validates input against a route's schema and reports each invalid field with the allowed values.
import * as z from 'zod/mini';
import type { FieldProblem } from '../../errors/hub-error.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import type { Schema } from './route.ts';
import { escapePointer } from './strict-json.ts';

/** Source of the input; it decides the form of a field's pointer. */
export type InputPlace = 'body' | 'query' | 'path';

const nothing = z.strictObject({});
const mostProblems = 50;

type Issue = z.core.$ZodRawIssue;

/**
 * Returns the schema's output. Without a schema it accepts only an empty object or no body.
 * @throws HubError `REQUEST.INVALID` with a pointer per invalid field.
 */
export function parseInput(schema: Schema | undefined, input: unknown, place: InputPlace): unknown {
  if (schema === undefined && input === undefined) return undefined;
  const used = schema ?? nothing;
  const result = used.safeParse(input, { error: explain });
  if (result.success) return result.data;
  const fields = result.error.issues.flatMap((issue) => problemsOf(issue, used, place)).slice(0, mostProblems);
  throw invalidRequest(fields);
}

function problemsOf(issue: z.core.$ZodIssue, schema: Schema, place: InputPlace): readonly FieldProblem[] {
  if (issue.code !== 'unrecognized_keys') return [{ pointer: pointer(issue.path, place), detail: issue.message }];
  const known = Object.keys(shapeAt(schema, issue.path) ?? {});
  const allowed = known.length === 0 ? 'none is allowed here' : `allowed: ${known.join(', ')}`;
  const what = place === 'body' ? 'field' : 'parameter';
  return issue.keys.slice(0, mostProblems).map((key) => ({
    pointer: pointer([...issue.path, key], place),
    detail: `is not a known ${what}; ${allowed}`,
  }));
}

function pointer(path: readonly PropertyKey[], place: InputPlace): string {
  const tokens = path.map((token) => escapePointer(String(token)));
  return place === 'body' ? ['#', ...tokens].join('/') : `${place}:${tokens.join('/')}`;
}

type Shape = Readonly<Record<string, SchemaShaped>>;

interface SchemaShaped {
  readonly _zod: {
    readonly def: {
      readonly shape?: Shape;
      readonly element?: SchemaShaped;
      readonly innerType?: SchemaShaped;
      readonly valueType?: SchemaShaped;
    };
  };
}

/** Returns the fields of the object schema at `path`; unwraps optional, default, array and record schemas. */
function shapeAt(schema: Schema, path: readonly PropertyKey[]): Shape | undefined {
  let at: SchemaShaped | undefined = unwrapped(schema as unknown as SchemaShaped);
  for (const token of path) {
    const def: SchemaShaped['_zod']['def'] | undefined = at?._zod.def;
    at = unwrapped(fieldOf(def?.shape, String(token)) ?? def?.element ?? def?.valueType);
  }
  return at?._zod.def.shape;
}

function unwrapped(schema: SchemaShaped | undefined): SchemaShaped | undefined {
  let at = schema;
  while (at?._zod.def.innerType !== undefined) at = at._zod.def.innerType;
  return at;
}

/** True when the schema allows the query parameter several times. */
export function takesList(schema: Schema | undefined, name: string): boolean {
  if (schema === undefined) return false;
  return unwrapped(fieldOf(shapeAt(schema, []), name))?._zod.def.element !== undefined;
}

/** Clients choose names: `constructor` is a field only when the schema has it as its own property. */
function fieldOf(shape: Shape | undefined, name: string): SchemaShaped | undefined {
  return shape !== undefined && Object.hasOwn(shape, name) ? shape[name] : undefined;
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'null',
};

/** Default message for an issue whose schema has none. It never repeats the value, which may be personal data. */
function explain(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${typeNames[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.input === undefined ? `is required; ${oneOf(issue.values)}` : oneOf(issue.values);
    case 'too_small':
      return `must ${bound(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `must ${bound(issue.origin, 'at most', issue.maximum)}`;
    case 'invalid_format':
      return `must be a valid ${issue.format}`;
    case 'invalid_union':
      return 'fits none of the allowed forms';
    default:
      return 'is not valid';
  }
}

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? `must be ${String(values[0])}` : `must be one of: ${values.map(String).join(', ')}`;

function bound(origin: string, side: string, limit: number | bigint): string {
  if (origin === 'string') return `have ${side} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  if (origin === 'array' || origin === 'set') return `have ${side} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `be ${side} ${limit}`;
}
