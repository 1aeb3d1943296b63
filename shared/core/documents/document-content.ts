// Checks the bytes of an upload against its declaration: file type, plain text, and files that another program would
// read as another type. It does not unpack or decode files.
import type { DocumentType, RejectionCode } from '../../contracts/document.ts';

/** Number of first bytes that are examined; browsers and readers sniff fewer. */
export const headBytes = 4100;

export interface Refusal {
  readonly code: RejectionCode;
  /** Lower case, no final period; shown to people. */
  readonly message: string;
}

/** File type that a detector found in the first bytes; undefined for an unknown type. */
export type DetectedType = string | undefined;

/** The reason why the first bytes are not of the declared type. @param detected type of the same bytes */
export function judgeHead(type: DocumentType, head: Uint8Array, detected: DetectedType): Refusal | undefined {
  const found = type.startsWith('text/') ? textHeadProblem(head, detected) : binaryHeadProblem(type, head, detected);
  return found === undefined ? undefined : typeDiffers(`${found}; declared was ${type}`);
}

/** The reason why the whole content is not of the declared type; includes the checks of `judgeHead`. */
export function judgeContent(type: DocumentType, bytes: Uint8Array, detected: DetectedType): Refusal | undefined {
  const head = judgeHead(type, bytes.subarray(0, headBytes), detected);
  if (head !== undefined) return head;
  if (endsAsArchive(bytes)) return typeDiffers(`the file is also a ZIP archive; declared was ${type}`);
  return type.startsWith('text/') ? textProblem(bytes) : undefined;
}

const typeDiffers = (message: string): Refusal => ({ code: 'TYPE_DIFFERS', message });

interface Signature {
  readonly start: readonly number[];
  /** Names of the type in the detector. */
  readonly detected: readonly string[];
}

type BinaryType = Exclude<DocumentType, `text/${string}`>;

const signatures: Readonly<Record<BinaryType, Signature>> = {
  'image/png': { start: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], detected: ['image/png', 'image/apng'] },
  'image/jpeg': { start: [0xff, 0xd8, 0xff], detected: ['image/jpeg'] },
  // Readers accept the mark anywhere in the first KB; this check requires it at the start, as the format does.
  'application/pdf': { start: [0x25, 0x50, 0x44, 0x46, 0x2d], detected: ['application/pdf'] },
};

/** Number of first bytes that browsers and readers sniff. */
const sniffedBytes = 1445;
const activeTags = /<(!doctype\s+html|html|head|body|script|iframe|object|embed|svg|style|\?php)/;

function binaryHeadProblem(type: DocumentType, head: Uint8Array, detected: DetectedType): string | undefined {
  const signature = signatures[type as BinaryType];
  if (!startsWith(head, signature.start)) return `the first bytes are ${named(detected)}`;
  if (detected === undefined || !signature.detected.includes(detected)) return `the content is ${named(detected)}`;
  const start = latin(head.subarray(0, sniffedBytes)).toLowerCase();
  if (activeTags.test(start)) return 'the first bytes hold HTML, SVG or a script';
  if (type !== 'application/pdf' && start.includes('%pdf-')) return 'the file is also a PDF document';
  // A JPEG whose segment length is the bytes "/*" starts a comment for a script engine.
  if (startsWith(head, [0xff, 0xd8, 0xff, 0xe0, 0x2f, 0x2a])) return 'the file is also a script';
  return undefined;
}

const named = (detected: DetectedType): string => (detected === undefined ? 'of no known type' : `of type ${detected}`);

/** Text formats that programs execute or render. */
const activeFormats = [
  'application/pdf',
  'application/postscript',
  'application/rtf',
  'application/xml',
  'image/svg+xml',
];
/** Beginnings that browsers take for HTML, interpreters for a program, or readers for a document. */
const activeStart = /^(#!|<[a-z!?/]|%pdf-|%!ps|\{\\rtf)/;

function textHeadProblem(head: Uint8Array, detected: DetectedType): string | undefined {
  if (detected !== undefined && activeFormats.includes(detected)) return `the content is of type ${detected}`;
  const start = latin(head.subarray(0, sniffedBytes))
    .toLowerCase()
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (activeStart.test(start)) return 'the text begins like HTML, XML, a script or a document of another type';
  if (activeTags.test(start)) return 'the first bytes hold HTML, SVG or a script';
  return start.includes('%pdf-') ? 'the file is also a PDF document' : undefined;
}

/** Control characters other than tab, line feed, form feed and carriage return. */
function isControl(byte: number): boolean {
  return (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d) || byte === 0x7f;
}

function textProblem(bytes: Uint8Array): Refusal | undefined {
  const at = bytes.findIndex(isControl);
  if (at >= 0) return { code: 'NOT_TEXT', message: `byte ${at} is a control character that text may not have` };
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    return { code: 'NOT_TEXT', message: 'the content is not text in UTF-8' };
  }
}

const endOfArchive = [0x50, 0x4b, 0x05, 0x06];
const endOfArchiveBytes = 22;
const longestComment = 0xffff;

/** ZIP readers start at the end: an end record whose comment ends with the file makes any file an archive. */
function endsAsArchive(bytes: Uint8Array): boolean {
  const first = Math.max(0, bytes.length - endOfArchiveBytes - longestComment);
  for (let at = bytes.length - endOfArchiveBytes; at >= first; at -= 1) {
    const commentBytes = (bytes[at + 20] ?? 0) + (bytes[at + 21] ?? 0) * 256;
    if (startsWith(bytes, endOfArchive, at) && at + endOfArchiveBytes + commentBytes === bytes.length) {
      return true;
    }
  }
  return false;
}

function startsWith(bytes: Uint8Array, start: readonly number[], from = 0): boolean {
  return start.every((byte, index) => bytes[from + index] === byte);
}

/** One character per byte; markup is ASCII in all accepted encodings. */
const latin = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
