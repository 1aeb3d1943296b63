// File names of documents: which are accepted, how one is shown and sent. A name is for people only; it is never part of
// a key or a path, and is checked as if it were one of everybody's file system.

/** Separators, and characters that look like one. */
const separators = /[/\\\u2044\u2215\u2216\u29F5\u29F8\uFE68\uFF0F\uFF3C]/u;
/** Not allowed in names on Windows. */
const windowsCharacters = /[<>:"|?*]/;
/** Controls, direction marks, invisible and unpaired characters. The joiners are letters' own business in some scripts. */
const unseen = /(?![\u200C\u200D])[\p{C}\p{Zl}\p{Zp}]/u;
/** Devices of Windows, whatever follows the first dot. */
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;
const longestBytes = 255;

/** The name in composed form, so that names that look the same are the same. */
export const normalisedFileName = (name: string): string => name.normalize('NFC');

/** The part behind the last dot in lower case; empty when there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

interface NameRule {
  readonly broken: (name: string) => boolean;
  readonly detail: string;
}

const rules: readonly NameRule[] = [
  { broken: (name) => separators.test(name), detail: 'must be a plain file name without path separators' },
  { broken: (name) => unseen.test(name), detail: 'must not contain control, direction or invisible characters' },
  { broken: (name) => windowsCharacters.test(name), detail: 'must not contain any of < > : " | ? *' },
  { broken: (name) => name.startsWith('.'), detail: 'must not begin with a dot' },
  { broken: (name) => /[. ]$/.test(name), detail: 'must not end with a dot or a space' },
  { broken: (name) => reserved.test(name), detail: 'must not be a name that Windows keeps for devices' },
  { broken: (name) => utf8Bytes(name) > longestBytes, detail: `must have at most ${longestBytes} bytes in UTF-8` },
];

/** What is wrong with a normalised name, or nothing. */
export function fileNameProblem(name: string): string | undefined {
  return rules.find(({ broken }) => broken(name))?.detail;
}

const utf8Bytes = (text: string): number => new TextEncoder().encode(text).length;

/** A name may name people: who may not see personal data sees what kind of file it is. */
export const maskedFileName = (name: string): string => `•••.${extensionOf(name)}`;

/** What stays of a name after an erasure. */
export const erasedFileName = (name: string): string => `erased.${extensionOf(name)}`;

/** `Content-Disposition` by RFC 6266: a name in ASCII for old clients, and the whole name percent-encoded. */
export function contentDisposition(disposition: 'attachment' | 'inline', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${disposition}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
