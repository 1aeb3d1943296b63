// Filters records by the filter patterns of event source mappings. An unknown operator fails the start, so that no
// record is lost at run time.
import { isObject, type Json, type JsonObject } from '../template/intrinsics.ts';

export type EventFilter = (record: Json) => boolean;
type Matcher = (value: Json | undefined) => boolean;

/**
 * @param patterns JSON texts of `FilterCriteria.Filters[].Pattern`; a record passes when any of them matches
 * @throws Error that names the unknown operator of a pattern
 */
export function compileFilter(patterns: readonly string[]): EventFilter {
  if (patterns.length === 0) {
    return () => true;
  }
  const matchers = patterns.map((pattern) => compileObject(JSON.parse(pattern) as JsonObject));
  return (record) => matchers.some((matches) => matches(record));
}

function compileObject(pattern: JsonObject): Matcher {
  const fields = Object.entries(pattern).map(([name, expected]): Matcher => {
    if (name === '$or' && Array.isArray(expected)) {
      const branches = (expected as readonly JsonObject[]).map(compileObject);
      return (value) => branches.some((matches) => matches(value));
    }
    const matches = compileField(name, expected);
    return (value) => matches(isObject(value) ? value[name] : undefined);
  });
  return (value) => fields.every((matches) => matches(value));
}

function compileField(name: string, expected: Json): Matcher {
  if (isObject(expected)) {
    return compileObject(expected);
  }
  if (!Array.isArray(expected)) {
    throw new Error(`filter pattern: ${name} must hold a list of values or an object`);
  }
  const alternatives = (expected as readonly Json[]).map((entry) => compileValue(name, entry));
  return (value) => alternatives.some((matches) => matchesValue(matches, value));
}

/** A list in the event matches when one of its entries matches. */
function matchesValue(matches: Matcher, value: Json | undefined): boolean {
  const values = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return values.some(matches);
}

function compileValue(name: string, entry: Json): Matcher {
  if (!isObject(entry)) {
    return (value) => value === entry;
  }
  const [[operator, argument] = ['', null]] = Object.entries(entry);
  const compile = operators[operator];
  if (compile === undefined) {
    throw new Error(
      `filter pattern: ${name} uses ${JSON.stringify(entry)}, an operator the embedded host does not know`,
    );
  }
  return compile(argument, name);
}

const operators: Readonly<Record<string, (argument: Json, name: string) => Matcher>> = {
  exists: (argument) => (value) => (value !== undefined) === argument,
  prefix: (argument) => textMatcher(argument, (value, part) => value.startsWith(part)),
  suffix: (argument) => textMatcher(argument, (value, part) => value.endsWith(part)),
  'equals-ignore-case': (argument) => {
    const expected = String(argument).toLowerCase();
    return (value) => typeof value === 'string' && value.toLowerCase() === expected;
  },
  wildcard: (argument) => {
    const parts = String(argument)
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const expression = new RegExp(`^${parts.join('.*')}$`, 's');
    return (value) => typeof value === 'string' && expression.test(value);
  },
  numeric: (argument) => numericMatcher(argument as readonly (string | number)[]),
  'anything-but': (argument, name) => {
    const excluded = (Array.isArray(argument) ? (argument as readonly Json[]) : [argument]).map((entry) =>
      compileValue(name, entry),
    );
    return (value) => value !== undefined && !excluded.some((matches) => matches(value));
  },
};

/** The argument is the text or `{"equals-ignore-case": text}`. */
function textMatcher(argument: Json, test: (value: string, part: string) => boolean): Matcher {
  if (isObject(argument)) {
    const part = String(argument['equals-ignore-case']).toLowerCase();
    return (value) => typeof value === 'string' && test(value.toLowerCase(), part);
  }
  return (value) => typeof value === 'string' && test(value, String(argument));
}

function numericMatcher(conditions: readonly (string | number)[]): Matcher {
  const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
    '=': (value, bound) => value === bound,
    '<': (value, bound) => value < bound,
    '<=': (value, bound) => value <= bound,
    '>': (value, bound) => value > bound,
    '>=': (value, bound) => value >= bound,
  };
  return (value) => {
    if (typeof value !== 'number') {
      return false;
    }
    for (let at = 0; at < conditions.length; at += 2) {
      if (comparisons[String(conditions[at])]?.(value, Number(conditions[at + 1])) !== true) {
        return false;
      }
    }
    return true;
  };
}
