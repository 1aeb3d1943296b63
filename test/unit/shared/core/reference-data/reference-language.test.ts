import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelLanguages } from '../../../../../shared/contracts/values/reference.ts';
import { languageOf } from '../../../../../shared/core/reference-data/reference-language.ts';

describe('languageOf', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-CH, de;q=0.9, en;q=0.8', 'de'],
    ['it, fr;q=0.4, es;q=0.6', 'es'],
    ['en;q=0.5, DE-at', 'de'],
    ['de;q=0, fr;q=0.1', 'fr'],
    ['*', 'en'],
    ['de;q=abc, fr', 'fr'],
    ['fr, de', 'fr'],
    [', ;q=1, zh-Hant-TW', 'en'],
  ])('of %j is %s', (header, language) => {
    expect(languageOf(undefined, header)).toBe(language);
  });

  it('is what is asked for, whatever the header prefers', () => {
    expect(languageOf('es', 'de')).toBe('es');
  });

  it('is a known language for any header', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(labelLanguages).toContain(languageOf(undefined, header));
      }),
    );
  });
});
