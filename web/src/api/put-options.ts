// What an upload needs; apart from what does it, which only a browser can.

export interface PutOptions {
  readonly url: string;
  /** Exactly these are part of the link's signature. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob;
  /** @param sentBytes So far. */
  readonly onProgress: (sentBytes: number) => void;
  readonly signal: AbortSignal;
}
