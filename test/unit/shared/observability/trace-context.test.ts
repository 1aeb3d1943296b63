// W3C trace context, by the cases of its specification.
import { describe, expect, it } from 'vitest';
import {
  childTraceparent,
  newTraceparent,
  parseTraceparent,
  traceIdOf,
} from '../../../../shared/observability/trace-context.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parentId = '00f067aa0ba902b7';
const valid = `00-${traceId}-${parentId}-01`;
const random = (bytes: number): string => 'ab'.repeat(bytes);

describe('parseTraceparent', () => {
  it.each([
    ['version 00', valid, true],
    ['not sampled', `00-${traceId}-${parentId}-00`, false],
    ['unknown flags', `00-${traceId}-${parentId}-ff`, true],
    ['space around it', `  ${valid} `, true],
    ['a later version', `01-${traceId}-${parentId}-01`, true],
    ['a later version with more fields', `cc-${traceId}-${parentId}-01-what-the-future-brings`, true],
  ])('reads %s', (_, header, sampled) => {
    expect(parseTraceparent(header)).toEqual({ traceId, parentId, sampled });
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['version ff', `ff-${traceId}-${parentId}-01`],
    ['version 00 with more fields', `${valid}-more`],
    ['a later version with something else behind it', `cc-${traceId}-${parentId}-01.what`],
    ['an all-zero trace id', `00-${'0'.repeat(32)}-${parentId}-01`],
    ['an all-zero parent id', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['upper case', valid.toUpperCase()],
    ['a short trace id', `00-${traceId.slice(1)}-${parentId}-01`],
    ['a long parent id', `00-${traceId}-${parentId}0-01`],
    ['a letter that is no hex digit', `00-${traceId.slice(1)}g-${parentId}-01`],
    ['one digit of flags', `00-${traceId}-${parentId}-1`],
    ['two headers in one', `${valid}, ${valid}`],
  ])('does not read %s', (_, header) => {
    expect(parseTraceparent(header)).toBeUndefined();
    expect(traceIdOf(header)).toBeUndefined();
  });
});

describe('childTraceparent', () => {
  it('keeps trace id and sampling and draws a span of its own', () => {
    expect(childTraceparent(valid, random)).toBe(`00-${traceId}-${'ab'.repeat(8)}-01`);
    expect(childTraceparent(`cc-${traceId}-${parentId}-00-x`, random)).toBe(`00-${traceId}-${'ab'.repeat(8)}-00`);
  });

  it('starts a trace when there is none to go on with', () => {
    expect(childTraceparent(undefined, random)).toBe(newTraceparent(random));
    expect(childTraceparent('nonsense', random)).toBe(`00-${'ab'.repeat(16)}-${'ab'.repeat(8)}-01`);
  });

  it('never makes an all-zero id', () => {
    const zero = (bytes: number): string => '00'.repeat(bytes);

    expect(parseTraceparent(newTraceparent(zero))).toBeDefined();
  });
});
