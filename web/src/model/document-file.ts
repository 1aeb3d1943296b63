// Checks a file before its upload. The API checks it again, including its bytes. Pure.
import type { DocumentType } from '../../../shared/contracts/document.ts';
import { documentTypes } from '../../../shared/contracts/values/documents.ts';
import { formatCount } from './labels.ts';
import { lineProblem, sentence } from './reason.ts';

/** Facts about a chosen file before its bytes are read. */
export interface ChosenFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Media type according to the browser; empty when unknown. */
  readonly type: string;
}

interface Kind {
  readonly words: string;
  /** Other names that browsers and systems use for the media type. */
  readonly aliases: readonly string[];
}

/** The words and other names of each type. */
const documentKinds = {
  'text/plain': { words: 'Text', aliases: [] },
  'text/csv': {
    words: 'CSV',
    // Windows names CSV after the program that opens it.
    aliases: ['application/vnd.ms-excel', 'application/csv', 'text/x-csv', 'text/comma-separated-values', 'text/plain'],
  },
  'image/png': { words: 'PNG image', aliases: [] },
  'image/jpeg': { words: 'JPEG image', aliases: ['image/jpg', 'image/pjpeg'] },
  'application/pdf': { words: 'PDF', aliases: ['application/x-pdf'] },
} as const satisfies Readonly<Record<DocumentType, Kind>>;

const kinds = Object.entries(documentKinds) as unknown as readonly (readonly [DocumentType, Kind])[];
const extensions: readonly string[] = Object.values(documentTypes).flat();

/** Value of the file picker's `accept`. */
export const acceptedExtensions = extensions.map((extension) => `.${extension}`).join(',');

/** `TXT, CSV, PNG, JPG, JPEG or PDF`. */
export const acceptedWords = extensions
  .map((extension) => extension.toUpperCase())
  .join(', ')
  .replace(/, (?=[^,]*$)/, ' or ');

export type FileDecision =
  | { readonly kind: 'accepted'; readonly contentType: DocumentType }
  | { readonly kind: 'refused'; readonly message: string };

const maxNameLength = 200;

/** Checks name, size and the browser's media type. */
export function decideFile(file: ChosenFile, limitBytes: number): FileDecision {
  const refused = (message: string): FileDecision => ({ kind: 'refused', message });
  const nameProblem = lineProblem(file.name, maxNameLength, 'The file has no name.');
  if (nameProblem !== null) return refused(`The name of the file cannot be used: ${nameProblem}`);
  const contentType = typeByName(file.name);
  if (contentType === null)
    return refused(`Only ${acceptedWords} files can be uploaded; this is ${nameOf(file.name)}.`);
  if (!agrees(contentType, file.type)) {
    return refused(`The file is named ${nameOf(file.name)}, but your system says it is ${file.type}.`);
  }
  if (file.size === 0) return refused('The file is empty.');
  if (file.size > limitBytes) {
    const bytes = `${formatCount(file.size)} bytes`;
    return refused(`At most ${formatSize(limitBytes)} (${formatCount(limitBytes)} bytes); this file has ${bytes}.`);
  }
  return { kind: 'accepted', contentType };
}

function typeByName(name: string): DocumentType | null {
  const extension = extensionOf(name);
  return kinds.find(([type]) => (documentTypes[type] as readonly string[]).includes(extension))?.[0] ?? null;
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

function nameOf(name: string): string {
  const extension = extensionOf(name);
  return extension === '' ? 'a file without an extension' : `.${extension}`;
}

const agrees = (contentType: DocumentType, seen: string): boolean => {
  const aliases: readonly string[] = documentKinds[contentType].aliases;
  const plain = seen.split(';')[0]?.trim().toLowerCase() ?? '';
  return plain === '' || plain === contentType || aliases.includes(plain);
};

export const typeWords = (contentType: string): string =>
  kinds.find(([type]) => type === contentType)?.[1].words ?? contentType;

/** Kind of preview for a document; null for download only. */
export function previewOf(contentType: string): 'image' | 'text' | null {
  if (contentType.startsWith('image/')) return 'image';
  return contentType.startsWith('text/') ? 'text' : null;
}

/** `812 B`, `4.2 KB`, `10 MB`; in powers of 1024, like the limit. */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes < 1024) return `${sizeBytes} B`;
  const kilo = sizeBytes / 1024;
  if (kilo < 1024) return `${short(kilo)} KB`;
  return `${short(kilo / 1024)} MB`;
}

const short = (value: number): string => String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

/** Explains the API's refusal of a declared document; null for another refusal. */
export function declarationMessage(
  errors: readonly { readonly pointer: string; readonly detail: string }[],
): string | null {
  const about = errors.filter(({ pointer }) => isAboutDocument(pointer));
  return about.length === 0 ? null : about.map(({ detail }) => sentence(detail)).join(' ');
}

/** True when a JSON pointer of a refused submission points into its document. */
export const isAboutDocument = (pointer: string): boolean =>
  pointer === '#/document' || pointer.startsWith('#/document/');
