// Groups causes: two messages that differ only in ids, numbers, times, addresses and hosts have one fingerprint.

const variable = '*';

/** Names below these domains are hosts; any other dotted name may be the path of a field, which tells causes apart. */
const host = /^localhost$|^(?:[\w-]+\.)+(?:com|net|org|io|eu|de|cloud|internal|local|example|test|invalid)$/i;
const hexadecimal = /^[0-9a-f]{8,}$|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const varies = (word: string): boolean =>
  /[\d@]/.test(word) || hexadecimal.test(word) || host.test(word.replace(/[.!?]+$/, ''));

/** The words of a message that stay the same from one occurrence to the next, in lower case. */
export function normalisedMessage(message: string): string {
  return message
    .replace(/\b[a-z][a-z+]*:\/\/[^\s/?#'"`]+/gi, variable)
    .replace(/[^\s/:,;=?&#'"`()[\]{}<>|]+/g, (word) => (varies(word) ? variable : word))
    .replace(/\*(?:[\s:,;.-]+\*)+/g, variable)
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

export interface Cause {
  readonly desk: string;
  readonly code: string;
  /** Type of the event or whatever else the item is about. */
  readonly type: string | null;
  readonly message: string;
}

/** Longer messages end in details of one occurrence. */
const mostCharacters = 512;

/** 64 bits as 16 hexadecimal digits: FNV-1a. */
export function fingerprintOf({ desk, code, type, message }: Cause): string {
  const text = JSON.stringify([desk, code, type, normalisedMessage(message).slice(0, mostCharacters)]);
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
