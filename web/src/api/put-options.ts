// Options of an upload; apart from its implementation, which needs a browser.

export interface PutOptions {
  readonly url: string;
  /** The link's signature covers exactly these headers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob;
  /** @param sentBytes Bytes sent so far. */
  readonly onProgress: (sentBytes: number) => void;
  readonly signal: AbortSignal;
}
