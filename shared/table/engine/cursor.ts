// Opaque list cursors: a position, its list and its creation time, signed so that clients cannot forge one.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { HubError } from '../../errors/hub-error.ts';
import type { HubTable, Item } from './hub-table.ts';
import { cursorSecretKey } from './keys.ts';
import type { ListPosition } from './listing.ts';

/** Lifetime of a cursor. */
export const cursorTtlSeconds = 24 * 3600;

export interface Cursors {
  /** @param list Name of the list with its filters; a cursor is valid only for its own list. */
  encode(list: string, position: ListPosition): Promise<string>;
  /**
   * @param pointer Place of the cursor in the request. @default query:cursor
   * @throws HubError malformed for a forged cursor or one of another list, gone for an expired one
   */
  decode(list: string, cursor: string, pointer?: string): Promise<ListPosition>;
}

/** @param nowMs The clock, in milliseconds since 1970. */
export function cursors(table: HubTable, nowMs: () => number): Cursors {
  let secret: Promise<string> | undefined;
  const sign = async (text: string): Promise<Buffer> => {
    secret ??= sharedSecret(table).catch((error: unknown) => {
      secret = undefined;
      throw error;
    });
    return createHmac('sha256', await secret)
      .update(text)
      .digest()
      .subarray(0, 16);
  };
  return {
    encode: async (list, position) => {
      const text = JSON.stringify([position, Math.floor(nowMs() / 1000)]);
      const signature = await sign(`${list}\n${text}`);
      return `${Buffer.from(text).toString('base64url')}.${signature.toString('base64url')}`;
    },
    decode: async (list, cursor, pointer = 'query:cursor') => {
      const [body = '', signature = '', ...more] = cursor.split('.');
      const text = decoded(body)?.toString('utf8');
      const given = decoded(signature);
      if (text === undefined || given === undefined || more.length > 0) throw foreignCursor(pointer);
      const expected = await sign(`${list}\n${text}`);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw foreignCursor(pointer);
      const [position, madeAt] = JSON.parse(text) as [string, number];
      if (nowMs() / 1000 - madeAt > cursorTtlSeconds) throw expiredCursor();
      return position;
    },
  };
}

/** Node decodes base64url leniently, so text that is not the exact encoding of its bytes is refused. */
function decoded(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

/** All functions sign with one secret; the first one that needs it creates it. */
async function sharedSecret(table: HubTable): Promise<string> {
  const found = await table.get<Item>(cursorSecretKey);
  if (found !== undefined) return String(found['secret']);
  const secret = randomBytes(32).toString('base64url');
  const outcome = await table.put(
    { ...cursorSecretKey, entity: 'secret', secret },
    { condition: 'attribute_not_exists(pk)' },
  );
  if (outcome === 'written') return secret;
  return String((await table.get<Item>(cursorSecretKey))?.['secret']);
}

const foreignCursor = (pointer: string): HubError =>
  new HubError({
    kind: 'malformed',
    code: 'LIST.CURSOR_INVALID',
    message: 'the cursor does not belong to this list with these filters; start again without it',
    fields: [{ pointer, detail: 'must be the `next` of a page of the same list' }],
  });

const expiredCursor = (): HubError =>
  new HubError({
    kind: 'gone',
    code: 'LIST.CURSOR_EXPIRED',
    message: `the cursor is older than ${cursorTtlSeconds / 3600} hours; start again without it`,
  });
