// The one place that draws randomness.
import { randomBytes, randomFillSync } from 'node:crypto';
import { encodeTime, monotonicFactory } from 'ulid';

/** Draws ULIDs: 26 characters, sorted by time, growing even within one millisecond of one process. */
export type UlidSource = () => string;

/** @param nowMs Clock that gives the ids their time. */
export function ulidSource(nowMs: () => number = Date.now): UlidSource {
  const next = monotonicFactory(() => drawn(4).readUInt32BE() / 2 ** 32);
  return () => next(nowMs());
}

/** Random bytes as lower-case hex. */
export const randomHex = (bytes: number): string => drawn(bytes).toString('hex');

/** Randomness is drawn in one go: sixteen draws of four bytes, one ULID, take 0.1 ms otherwise. Each byte is used once. */
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

/** A ULID whose random part is the first 80 bits of a hash, so that one message always gets one id. */
export function ulidOfHash(ms: number, hash: Uint8Array): string {
  const random = Array.from({ length: 16 }, (_, index) => crockford.charAt((hash[index] ?? 0) % 32));
  return encodeTime(ms) + random.join('');
}
