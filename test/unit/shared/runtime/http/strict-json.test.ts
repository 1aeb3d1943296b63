// What the hub does not take for JSON, although JSON.parse would.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HubError } from '../../../../../shared/errors/hub-error.ts';
import { maxJsonDepth, maxJsonMembers, parseStrictJson } from '../../../../../shared/runtime/http/strict-json.ts';
import { growth, quadratic } from '../../../../support/growth.ts';

function refusal(text: string): HubError {
  try {
    parseStrictJson(text);
  } catch (error) {
    if (error instanceof HubError) return error;
    throw error;
  }
  throw new Error(`was accepted: ${text.slice(0, 80)}`);
}

/** Any UTF-16 units, lone surrogates too. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));

describe('parseStrictJson', () => {
  it('agrees with JSON.parse on everything that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        if (!text.includes('__proto__')) expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  it('never throws anything but a refusal, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0e1-') })), (text) => {
        try {
          parseStrictJson(text);
        } catch (error) {
          if (!(error instanceof HubError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['nothing', ''],
    ['half an object', '{"a":1'],
    ['a trailing comma', '{"a":1,}'],
    ['NaN', '{"a":NaN}'],
    ['a comment', '{"a":1} // x'],
    ['two values', '1 2'],
  ])('refuses %s as malformed', (_, text) => {
    expect(refusal(text)).toMatchObject({ kind: 'malformed', code: 'REQUEST.MALFORMED_JSON', fields: [] });
  });

  it.each([
    ['a double key', '{"a":1,"a":2}', '#/a', 'is given more than once'],
    ['a double key in other writing', '{"a":1,"\\u0061":2}', '#/a', 'is given more than once'],
    ['a double key deep inside', '{"x":[{},{"y":{"b":1,"b":1}}]}', '#/x/1/y/b', 'is given more than once'],
    ['__proto__', '{"__proto__":{"admin":true}}', '#/__proto__', 'is not a name the hub accepts'],
    ['__proto__ in other writing', '{"a":{"\\u005f_proto__":1}}', '#/a/__proto__', 'is not a name the hub accepts'],
    ['a number beyond all numbers', '{"a":[1,1e999]}', '#/a/1', 'is too large a number'],
    ['a negative one', '{"a":-1e999}', '#/a', 'is too large a number'],
    ['half a character', '{"a":"\\ud800"}', '#/a', 'holds half of a surrogate pair'],
    ['half a character in a key', '{"\\udc00":1}', '#', 'holds half of a surrogate pair'],
  ])('refuses %s and points at it', (_, text, pointer, detail) => {
    expect(refusal(text).fields).toEqual([{ pointer, detail }]);
  });

  it('takes equal keys in different objects, and a value that looks like a key', () => {
    const text = '[{"a":"a","b":{"a":"a"}},{"a":"b"},"a",{"a":["a","a"]}]';

    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });

  it('takes whole characters of every plane', () => {
    expect(parseStrictJson('["\\ud83d\\ude00","😀"]')).toEqual(['😀', '😀']);
  });

  it('refuses an object of very many members at the first one too many', () => {
    const members = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1])));

    expect(parseStrictJson(members(maxJsonMembers))).toBeDefined();
    expect(refusal(members(maxJsonMembers + 1)).message).toContain('more than 1000 members');
  });

  it('refuses what is nested too deep, in arrays and in objects', () => {
    const arrays = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

    expect(parseStrictJson(arrays(maxJsonDepth))).toBeDefined();
    expect(refusal(arrays(maxJsonDepth + 1)).message).toContain('deeper than 64');
    expect(refusal(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`).message).toContain('deeper than 64');
    expect(refusal(arrays(100_000)).code).toBe('REQUEST.MALFORMED_JSON');
  });

  const members = Array.from({ length: 20 }, (_, at) => `"key-${at}":${at}`).join(',');

  it.each([
    ['objects', (size: number) => `[${`{${members}},`.repeat(size / 100)}1]`],
    ['escapes', (size: number) => JSON.stringify('\\"'.repeat(size))],
    ['blanks', (size: number) => `${' '.repeat(size * 4)}1`],
  ])('takes time in proportion to the size: %s', (_, textOf) => {
    expect(growth(3000, textOf, parseStrictJson)).toBeLessThan(quadratic);
  });
});
