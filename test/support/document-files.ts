// Files for document tests: one of each accepted type, and disguised ones. None is a complete image or page; each has
// only the bytes that the hub inspects.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { DocumentDeclaration, DocumentType } from '../../shared/contracts/document.ts';

export interface TestFile {
  readonly name: string;
  readonly type: DocumentType;
  readonly bytes: Buffer;
}

/** A picture of one pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const jpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]),
  Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'),
  Buffer.from([0xff, 0xdb, 0x00, 0x43, 0x00]),
  Buffer.alloc(64, 1),
  Buffer.from([0xff, 0xd9]),
]);
export const pdf = Buffer.from(
  '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n',
  'latin1',
);
export const text = Buffer.from('Printer on floor 3 is jammed — “again”.\r\nSecond line\n');
export const csv = Buffer.from('\uFEFFname,amount\n"Zoë, A.",12\n');
export const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
export const html = Buffer.from('<!doctype html><html><script>alert(1)</script></html>');
/** First bytes of a Windows executable. */
export const program = Buffer.concat([
  Buffer.from('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0', 'latin1'),
  Buffer.alloc(240),
]);
export const gzipBomb = gzipSync(Buffer.alloc(4 * 1024 * 1024));
/** End record of an empty archive: it turns any preceding bytes into an archive. */
export const zipEnd = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]);

/** The EICAR test file, assembled here so that no scanner reports this source file. */
export const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', 'H+H*'].join('$'),
);

export const goodFiles: readonly TestFile[] = [
  { name: 'pixel.png', type: 'image/png', bytes: png },
  { name: 'photo.JPG', type: 'image/jpeg', bytes: jpeg },
  { name: 'letter.pdf', type: 'application/pdf', bytes: pdf },
  { name: 'notes.txt', type: 'text/plain', bytes: text },
  { name: 'amounts.csv', type: 'text/csv', bytes: csv },
];

/** An honest declaration. */
export function declarationOf({ name, type, bytes }: TestFile): DocumentDeclaration {
  return {
    file_name: name,
    content_type: type,
    size_bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}
