import { describe, expect, it } from 'vitest';
import { hasAllWords, isRequester, wordsOf } from '../../../../../shared/core/lists/text-search.ts';

describe('hasAllWords', () => {
  it.each([
    ['desiree', ['Désirée Müller'], true],
    ['MULLER désirée', ['Désirée Müller'], true],
    ['strasse', ['Hauptstraße 5'], true],
    ['ﬁle', ['a FILE'], true],
    ['delivery agreement', ['Please confirm the delivery', 'of our agreement'], true],
    ['delivery invoice', ['Please confirm the delivery'], false],
    ['SUB-01J', ['SUB-01JABC CASE-01JABC'], true],
    ['.*', ['anything'], false],
  ])('finds %s in %j: %s', (query, texts, expected) => {
    expect(hasAllWords(wordsOf(query), texts)).toBe(expected);
  });

  it('finds everything when nothing is looked for', () => {
    expect(hasAllWords(wordsOf('  '), [])).toBe(true);
  });
});

describe('isRequester', () => {
  const requester = { name: 'Alex Example', email: 'alex@example.test' };

  it.each([
    ['ALEX@EXAMPLE.TEST', true],
    [' alex@example.test ', true],
    ['lex@example.test', false],
    ['@example.test', false],
    ['alex', true],
    ['x Exam', true],
    ['example.test', false],
  ])('takes %s for the requester: %s', (wanted, expected) => {
    expect(isRequester(wanted, requester)).toBe(expected);
  });
});
