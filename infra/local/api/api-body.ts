// Reads request bodies: bounded one by one and all together, decompressed when the API takes compressed ones.
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';

/** API Gateway takes bodies up to 10 MB. */
export const bodyLimitBytes = 10 * 1024 * 1024;
/** What the bodies of all requests at once may take, so that many large ones do not end the host. */
const defaultBudgetBytes = 64 * 1024 * 1024;

/** Why a body was not read: the gateway's own words for it, or no room at the moment. */
export type BodyRefusal = 'REQUEST_TOO_LARGE' | 'BAD_REQUEST_BODY' | 'BUSY';

/** What one request holds of the budget. */
export interface BodyShare {
  /** @returns `false` when the budget has no such room */
  take(bytes: number): boolean;
  release(): void;
}

export class BodyBudget {
  #freeBytes: number;

  /** @param bytes For all requests together. @default 64 MiB */
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
 * The body, or why there is none. A body that is too long is not read to its end.
 * @param decompress Whether a body with `Content-Encoding: gzip` is decompressed
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
    // Stops at the limit, however much more the body would become.
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
