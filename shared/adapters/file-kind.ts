// Asks a library of file signatures what the first bytes of a file are. Compressed data are not looked into: none of
// the accepted types is compressed as a whole, and unpacking is how small files become large.
import { fileTypeFromBuffer } from 'file-type/core';

const packed: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x50, 0x4b, 0x03, 0x04],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  [0x28, 0xb5, 0x2f, 0xfd],
];

/** A media type such as `image/png`; undefined when nothing is recognised, as in plain text. */
export async function detectFileType(firstBytes: Uint8Array): Promise<string | undefined> {
  if (packed.some((start) => start.every((byte, index) => firstBytes[index] === byte))) return 'application/zip';
  return (await fileTypeFromBuffer(firstBytes).catch(() => undefined))?.mime;
}
