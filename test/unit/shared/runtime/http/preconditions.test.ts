// Entity tags and preferences, by the grammar of RFC 9110 and RFC 7240.
import { describe, expect, it } from 'vitest';
import {
  noneMatchHits,
  parseIfMatch,
  prefersStrict,
  quoteTag,
} from '../../../../../shared/runtime/http/preconditions.ts';

describe('parseIfMatch', () => {
  it.each([
    [undefined, undefined],
    ['*', ['*']],
    ['"7"', ['7']],
    ['"7-ab12" , "8"', ['7-ab12', '8']],
    ['W/"6", "7"', ['7']],
    ['"a,b"', ['a,b']],
    ['""', ['']],
  ])('reads %s', (header, tags) => {
    expect(parseIfMatch(header)).toEqual(tags);
  });

  it.each(['W/"7"', 'W/"7", W/"8"'])('never matches the weak %s', (header) => {
    expect(() => parseIfMatch(header)).toThrow(expect.objectContaining({ kind: 'precondition-failed' }));
  });

  it.each(['', '7', '"7', '7"', 'w/"7"', '"7" "8"', '"7";', '*, "7"', '"a b"', Array(11).fill('"1"').join(',')])(
    'refuses %j',
    (header) => {
      expect(() => parseIfMatch(header)).toThrow(expect.objectContaining({ kind: 'malformed' }));
    },
  );
});

describe('noneMatchHits', () => {
  it.each([
    [undefined, false],
    ['*', true],
    ['"7"', true],
    ['W/"7"', true],
    ['"6", "7"', true],
    ['"6"', false],
    ['7', false],
    ['', false],
  ])('with %s is %s', (header, hit) => {
    expect(noneMatchHits(header, '7')).toBe(hit);
  });
});

describe('prefersStrict', () => {
  it.each([
    ['strict', true],
    ['handling=strict', true],
    ['respond-async, Handling="strict"', true],
    ['handling=lenient', false],
    ['strictly', false],
    [undefined, false],
  ])('of %s is %s', (header, strict) => {
    expect(prefersStrict(header)).toBe(strict);
  });
});

describe('quoteTag', () => {
  it('writes what parseIfMatch reads', () => {
    expect(parseIfMatch(quoteTag('7-ab12'))).toEqual(['7-ab12']);
  });
});
