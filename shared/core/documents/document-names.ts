// File names of documents: checks, masks and encodes them. A name is for display only and never part of a key or a
// path; it has to be valid on all common file systems.

/** Path separators, and characters that look like one. */
const separators = /[/\\\u2044\u2215\u2216\u29F5\u29F8\uFE68\uFF0F\uFF3C]/u;
/** Not allowed in names on Windows. */
const windowsCharacters = /[<>:"|?*]/;
/** Control, direction, invisible and unpaired characters. Joiners are allowed, because some scripts need them. */
const unseen = /(?![\u200C\u200D])[\p{C}\p{Zl}\p{Zp}]/u;
/** Device names of Windows, with any extension. */
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;
const longestBytes = 255;

/** The name in composed form (NFC), so that equal-looking names are equal. */
export const normalisedFileName = (name: string): string => name.normalize('NFC');

/** The part after the last dot in lower case; empty without a dot. */
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
  { broken: (name) => reserved.test(name), detail: 'must not be a device name of Windows' },
  { broken: (name) => utf8Bytes(name) > longestBytes, detail: `must have at most ${longestBytes} bytes in UTF-8` },
];

/** The reason why a normalised name is refused; undefined for a valid name. */
export function fileNameProblem(name: string): string | undefined {
  return rules.find(({ broken }) => broken(name))?.detail;
}

const utf8Bytes = (text: string): number => new TextEncoder().encode(text).length;

/** A name that shows only its extension, for callers who may not read personal data. */
export const maskedFileName = (name: string): string => `•••.${extensionOf(name)}`;

/** The name after an erasure. */
export const erasedFileName = (name: string): string => `erased.${extensionOf(name)}`;

/** `Content-Disposition` by RFC 6266: an ASCII name for old clients, and the full name percent-encoded. */
export function contentDisposition(disposition: 'attachment' | 'inline', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${disposition}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
