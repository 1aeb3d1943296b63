// Generates idempotency keys. The same payload keeps its key, a changed payload gets a new one.

/** A version 4 UUID; `crypto.randomUUID` is missing on pages served over plain http in a local network. */
export function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Returns the key for a payload; an unchanged payload keeps its key, so a retry has no second effect. */
export function createKeyring(makeKey: () => string = randomUuid): { keyFor(payload: unknown): string; done(): void } {
  let last: { readonly text: string; readonly key: string } | undefined;
  return {
    keyFor(payload) {
      const text = JSON.stringify(payload);
      if (last?.text !== text) last = { text, key: makeKey() };
      return last.key;
    },
    /** After a success an identical payload is a new request. */
    done() {
      last = undefined;
    },
  };
}
