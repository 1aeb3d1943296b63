// Text search without an index: whether all words of a query occur in a record's texts, whatever their case and accents.

/** `Désirée STRAßE` and `desiree strasse` read the same. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
}

/** Words of a query, folded. */
export const wordsOf = (query: string): readonly string[] =>
  folded(query)
    .split(/\s+/)
    .filter((word) => word !== '');

/** Whether each word is part of one of the texts. */
export function hasAllWords(words: readonly string[], texts: readonly string[]): boolean {
  const read = texts.map(folded);
  return words.every((word) => read.some((text) => text.includes(word)));
}

/** An e-mail address has to be the requester's, whatever its case; anything else may be part of the name. */
export function isRequester(wanted: string, requester: { readonly name: string; readonly email: string }): boolean {
  const text = folded(wanted.trim());
  return wanted.includes('@') ? text === folded(requester.email) : folded(requester.name).includes(text);
}
