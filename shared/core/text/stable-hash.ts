// A stable, evenly distributed hash of a text.

/** 32 bits: FNV-1a with its high bits folded into the low ones, which are mixed less well. */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return (hash ^ (hash >>> 16)) >>> 0;
}
