import { describe, expect, it } from 'vitest';
import { csvField, csvPage } from '../../../../../shared/runtime/http/csv.ts';

describe('csvField', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['', ''],
    [null, ''],
    [undefined, ''],
    [0, '0'],
    [-5, '-5'],
    [false, 'false'],
    ['naïve – ☃', 'naïve – ☃'],
  ])('writes %j as %j', (value, expected) => {
    expect(csvField(value)).toBe(expected);
  });

  it.each([
    '=1+1',
    '+49 30 1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n1',
    '  =1',
    '\u00a0=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠A1',
  ])('keeps a spreadsheet from calculating %j', (value) => {
    const field = csvField(value).replace(/^"/, '');

    expect(field.startsWith("'")).toBe(true);
    expect(field.replace(/"$/, '')).toBe(`'${value}`);
  });

  it.each([
    ['x;=1+1', "x;'=1+1"],
    ['x; @SUM(A1);y', "x;' @SUM(A1);y"],
    ['- one\n- two; three', '"\'- one\n- two; three"'],
  ])('keeps one that ends fields at semicolons from calculating %j', (value, expected) => {
    expect(csvField(value)).toBe(expected);
  });

  it('marks a formula that has to be quoted inside the quotes', () => {
    expect(csvField('=HYPERLINK("http://evil.test","x")')).toBe('"\'=HYPERLINK(""http://evil.test"",""x"")"');
  });
});

describe('csvPage', () => {
  const page = { data: [{ a: 'x', b: 1 }], pagination: { limit: 1, next: 'more' } };

  it('has the header row on the first page only, so that pages put one behind the other are one file', () => {
    const first = csvPage(['a', 'b'], {}, page);
    const second = csvPage(['a', 'b'], { cursor: 'more' }, page);

    expect(first).toEqual({ text: 'a,b\r\nx,1\r\n', next: 'more' });
    expect(second.text).toBe('x,1\r\n');
  });
});
