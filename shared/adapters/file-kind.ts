// Detects the media type of a file from its first bytes. It never unpacks compressed data: no accepted type is
// compressed as a whole, and a small archive may unpack to a huge file.
import { fileTypeFromBuffer } from 'file-type/core';

const packed: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x50, 0x4b, 0x03, 0x04],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  [0x28, 0xb5, 0x2f, 0xfd],
];

/** Returns a media type such as `image/png`, or undefined when no signature matches, as for plain text. */
export async function detectFileType(firstBytes: Uint8Array): Promise<string | undefined> {
  if (packed.some((start) => start.every((byte, index) => firstBytes[index] === byte))) return 'application/zip';
  return (await fileTypeFromBuffer(firstBytes).catch(() => undefined))?.mime;
}
