// The one place that draws randomness.
import { randomBytes } from 'node:crypto';
import { monotonicFactory } from 'ulid';

/** Draws ULIDs: 26 characters, sorted by time, growing even within one millisecond of one process. */
export type UlidSource = () => string;

/** @param nowMs Clock that gives the ids their time. */
export function ulidSource(nowMs: () => number = Date.now): UlidSource {
  const next = monotonicFactory(() => randomBytes(4).readUInt32BE() / 2 ** 32);
  return () => next(nowMs());
}

/** Random bytes as lower-case hex. */
export const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex');
