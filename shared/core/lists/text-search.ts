// Text search without an index: matches texts that contain all words of a query, ignoring case and accents.

/** `Désirée STRAßE` and `desiree strasse` have the same folded form. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
}

/** Words of a query, folded. */
export const wordsOf = (query: string): readonly string[] =>
  folded(query)
    .split(/\s+/)
    .filter((word) => word !== '');

/** Returns true when each word is part of one of the texts. */
export function hasAllWords(words: readonly string[], texts: readonly string[]): boolean {
  const read = texts.map(folded);
  return words.every((word) => read.some((text) => text.includes(word)));
}

/** Compares a text with an @ to the whole address, ignoring case; searches any other text in the name. */
export function isRequester(wanted: string, requester: { readonly name: string; readonly email: string }): boolean {
  const text = folded(wanted.trim());
  return wanted.includes('@') ? text === folded(requester.email) : folded(requester.name).includes(text);
}
