// Marks an `Idempotency-Key` as used, in the boundary and in the transaction of the change. When a function ends before
// its answer is stored, the mark still has the result and the payload's fingerprint.
import { type IdempotentRequest, refuseKeyReuse } from '../../core/idempotency/idempotent-request.ts';
import { intakeIdempotencyMarkKey } from '../intake/keys.ts';
import type { HubTable, Item, Write } from './hub-table.ts';
import type { Key } from './keys.ts';

/** One hour longer than stored answers live, so that a mark never expires before its answer. */
const markTtlSeconds = 25 * 3600;

/** Ids that the first request with a key has created, by name. */
export type Made = Readonly<Record<string, string>>;

/** Key of a boundary's marks. */
export type IdempotencyMarkKey = (keyHash: string) => Key;

/**
 * The put of a mark, as part of a transaction; it fails when the key was used before. It replaces an expired mark, because
 * DynamoDB may take days to delete it.
 * @param keyOf Key of the boundary's marks. @default the intake boundary
 */
export function putIdempotencyMark(
  idempotency: IdempotentRequest,
  made: Made,
  atIso: string,
  keyOf: IdempotencyMarkKey = intakeIdempotencyMarkKey,
): Write {
  const now = secondsOf(Date.parse(atIso));
  const item: Item = {
    ...keyOf(idempotency.keyHash),
    entity: 'once',
    ...made,
    ...(idempotency.fingerprint === undefined ? {} : { fingerprint: idempotency.fingerprint }),
    expires_at: now + markTtlSeconds,
  };
  return {
    Put: {
      Item: item,
      ConditionExpression: 'attribute_not_exists(pk) OR expires_at < :now',
      ExpressionAttributeValues: { ':now': now },
    },
  };
}

const secondsOf = (ms: number): number => Math.floor(ms / 1000);

/**
 * The ids that the first request with this key has created; undefined when there was none.
 * @throws HubError `IDEMPOTENCY.KEY_REUSED` (422) when that request had another payload
 */
export async function madeBefore(
  table: HubTable,
  idempotency: IdempotentRequest | undefined,
  keyOf: IdempotencyMarkKey = intakeIdempotencyMarkKey,
): Promise<Made | undefined> {
  if (idempotency === undefined) return undefined;
  const mark = await table.get<Record<string, unknown>>(keyOf(idempotency.keyHash));
  if (mark === undefined || Number(mark['expires_at']) < secondsOf(Date.now())) return undefined;
  refuseKeyReuse(mark['fingerprint'] as string | undefined, idempotency);
  return Object.fromEntries(Object.entries(mark).map(([name, value]) => [name, String(value)]));
}
