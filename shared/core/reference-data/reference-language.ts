// Language of labels: that of the query, else the preferred one of Accept-Language, else English.
import type { LabelLanguage } from '../../contracts/reference.ts';
import { labelLanguages } from '../../contracts/values/reference.ts';

const range = /^([a-z]{2,3})(?:-[a-z0-9-]+)?$/i;
const mostRanges = 20;

/**
 * The language of labels.
 * @param acceptLanguage The raw header (RFC 9110); invalid parts are ignored.
 */
export function languageOf(asked: LabelLanguage | undefined, acceptLanguage: string | undefined): LabelLanguage {
  if (asked !== undefined) return asked;
  const wanted = (acceptLanguage ?? '').split(',').slice(0, mostRanges).flatMap(readRange);
  // Sorting is stable, so the first of equal weights wins.
  return [...wanted].sort((a, b) => b.quality - a.quality)[0]?.language ?? 'en';
}

function readRange(part: string): readonly { readonly language: LabelLanguage; readonly quality: number }[] {
  const [tag = '', ...parameters] = part.split(';').map((text) => text.trim());
  const primary = range.exec(tag)?.[1]?.toLowerCase();
  const language = labelLanguages.find((known) => known === primary);
  const quality = qualityOf(parameters);
  return language === undefined || quality === 0 ? [] : [{ language, quality }];
}

function qualityOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.toLowerCase().startsWith('q='));
  if (given === undefined) return 1;
  const value = Number(given.slice(2));
  return value >= 0 && value <= 1 ? value : 0;
}
