// Reads request bodies within a limit per request and a budget for all requests, and decompresses them if the API does.
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';

/** API Gateway accepts bodies of up to 10 MB. */
export const bodyLimitBytes = 10 * 1024 * 1024;
/** Memory budget for the bodies of all concurrent requests, so that large bodies cannot exhaust the host's memory. */
const defaultBudgetBytes = 64 * 1024 * 1024;

/** Reason why a body was not read: the gateway's response type, or an exhausted budget. */
export type BodyRefusal = 'REQUEST_TOO_LARGE' | 'BAD_REQUEST_BODY' | 'BUSY';

/** Reservation of one request in the budget. */
export interface BodyShare {
  /** @returns `false` when the budget has no room for it */
  take(bytes: number): boolean;
  release(): void;
}

export class BodyBudget {
  #freeBytes: number;

  /** @param bytes Budget for all requests together. @default 64 MiB */
  constructor(bytes = defaultBudgetBytes) {
    this.#freeBytes = bytes;
  }

  share(): BodyShare {
    let heldBytes = 0;
    return {
      take: (bytes) => {
        const fits = bytes <= this.#freeBytes;
        heldBytes += fits ? bytes : 0;
        this.#freeBytes -= fits ? bytes : 0;
        return fits;
      },
      release: () => {
        this.#freeBytes += heldBytes;
        heldBytes = 0;
      },
    };
  }
}

/**
 * Reads the body or returns why it cannot. It stops reading a body that exceeds the limit.
 * @param decompress True: decompresses a body with `Content-Encoding: gzip`
 */
export async function readBody(
  request: IncomingMessage,
  decompress: boolean,
  share: BodyShare,
): Promise<Buffer | BodyRefusal> {
  if (Number(request.headers['content-length'] ?? 0) > bodyLimitBytes) {
    return 'REQUEST_TOO_LARGE';
  }
  const body = await collect(request.iterator({ destroyOnReturn: false }), share);
  if (typeof body === 'string' || !decompress || request.headers['content-encoding'] !== 'gzip') {
    return body;
  }
  const unzip = createGunzip();
  unzip.end(body);
  try {
    // Stops at the limit, whatever the full decompressed size is.
    return await collect(unzip, share);
  } catch {
    return 'BAD_REQUEST_BODY';
  }
}

async function collect(
  source: AsyncIterable<unknown>,
  share: BodyShare,
): Promise<Buffer | 'REQUEST_TOO_LARGE' | 'BUSY'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyLimitBytes) {
      return 'REQUEST_TOO_LARGE';
    }
    if (!share.take(chunk.length)) {
      return 'BUSY';
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
