// Cuts text from outside to its stored length.

/**
 * The beginning of a text, in whole characters. Replaces unpaired surrogates, which DynamoDB refuses.
 * @param most Maximum length in UTF-16 units.
 */
export function cutText(text: string, most: number): string {
  const splits = (text.codePointAt(most - 1) ?? 0) > 0xffff;
  return text.slice(0, splits ? most - 1 : most).replace(/\p{Surrogate}/gu, '\uFFFD');
}
