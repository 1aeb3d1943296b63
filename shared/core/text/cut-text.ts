// Cuts what comes from outside to what is kept of it.

/**
 * The beginning of a text, in whole characters. Halves of characters that the text has itself are replaced: DynamoDB refuses them.
 * @param most Length in UTF-16 units.
 */
export function cutText(text: string, most: number): string {
  const splits = (text.codePointAt(most - 1) ?? 0) > 0xffff;
  return text.slice(0, splits ? most - 1 : most).replace(/\p{Surrogate}/gu, '\uFFFD');
}
