// Input against schemas: names that every object inherits are names like any other.
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { submissionBody } from '../../../../../shared/contracts/intake.ts';
import { pageQuery } from '../../../../../shared/contracts/page.ts';
import { referenceAddition, referenceChange } from '../../../../../shared/contracts/reference.ts';
import { HubError } from '../../../../../shared/errors/hub-error.ts';
import { parseInput, takesList } from '../../../../../shared/runtime/http/validation.ts';

const inherited = ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty'];

function fieldsOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof HubError) return error.fields ?? [];
    throw error;
  }
  return [];
}

describe('parseInput', () => {
  it.each(inherited)('refuses the query parameter %s by name', (name) => {
    const query = JSON.parse(`{"${name}":"1"}`) as object;

    expect(takesList(pageQuery, name)).toBe(false);
    expect(fieldsOf(() => parseInput(pageQuery, query, 'query'))).toEqual([
      { pointer: `query:${name}`, detail: 'is not a known parameter; allowed: limit, cursor, sort' },
    ]);
  });

  it.each(inherited)('looks for no schema behind %s in a body', (name) => {
    const schema = z.object({ inner: z.record(z.string(), z.strictObject({ a: z.string() })) });
    const body = JSON.parse(`{"inner":{"${name}":{"a":"x","b":1}}}`) as object;

    // Whether the name is taken at all is the schema's business; it must not fall over.
    expect(() => fieldsOf(() => parseInput(schema, body, 'body'))).not.toThrow();
  });

  it('says of a missing field that it is required, and of a blank one a single thing', () => {
    const fields = fieldsOf(() => parseInput(submissionBody, { requester_name: '  ' }, 'body'));

    expect(fields).toContainEqual({ pointer: '#/requester_email', detail: 'is required' });
    expect(fields.filter(({ pointer }) => pointer === '#/requester_name')).toHaveLength(1);
  });

  it.each([
    [1e-200, ['must be at least 0.01']],
    [0.009, ['must be at least 0.01']],
    [0.01, []],
    [8760, []],
    [8760.5, ['must be at most 8760']],
  ])('bounds the hours of a priority: %d', (target_hours, details) => {
    for (const schema of [referenceAddition, referenceChange]) {
      const fields = fieldsOf(() => parseInput(schema, { target_hours }, 'body'));
      const found = fields.filter(({ pointer }) => pointer === '#/target_hours');
      expect(found.map(({ detail }) => detail)).toEqual(details);
    }
  });

  it.each([
    ['sort', '-created_at', []],
    ['sort', 'created_at', [/must be -created_at/]],
  ])('knows the one order of a plain list: %s=%s', (name, value, details) => {
    const fields = fieldsOf(() => parseInput(pageQuery, { [name]: value }, 'query'));

    expect(fields.map(({ detail }) => detail)).toEqual(details.map((text) => expect.stringMatching(text)));
  });
});
