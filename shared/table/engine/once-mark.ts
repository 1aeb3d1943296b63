// Marks an `Idempotency-Key` as used, in the boundary of the change and in the transaction that used it: when the answer was lost
// with the function, the mark still says what was made, and for which payload.
import { type OnceRequest, refuseReuse } from '../../core/idempotency/once-request.ts';
import { intakeOnceKey } from '../intake/keys.ts';
import type { HubTable, Item, Write } from './hub-table.ts';
import type { Key } from './keys.ts';

/** An hour longer than stored answers live, so that the two never disagree. */
const onceSeconds = 25 * 3600;

/** What the first request with a key has made, by name. */
export type Made = Readonly<Record<string, string>>;

/** Where a boundary keeps its marks. */
export type OnceKey = (keyHash: string) => Key;

/**
 * The mark as part of a transaction; it fails when the key was used before. An expired one counts for nothing: DynamoDB may take
 * days to delete it.
 * @param keyOf Where the mark is kept. @default the intake boundary
 */
export function onceWrite(once: OnceRequest, made: Made, atIso: string, keyOf: OnceKey = intakeOnceKey): Write {
  const now = secondsOf(Date.parse(atIso));
  const item: Item = {
    ...keyOf(once.keyHash),
    entity: 'once',
    ...made,
    ...(once.fingerprint === undefined ? {} : { fingerprint: once.fingerprint }),
    expires_at: now + onceSeconds,
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
 * What the first request with this key has made; undefined when there was none.
 * @throws HubError `IDEMPOTENCY.KEY_REUSED` (422) when it asked for something else.
 */
export async function madeBefore(
  table: HubTable,
  once: OnceRequest | undefined,
  keyOf: OnceKey = intakeOnceKey,
): Promise<Made | undefined> {
  if (once === undefined) return undefined;
  const mark = await table.get<Record<string, unknown>>(keyOf(once.keyHash));
  if (mark === undefined || Number(mark['expires_at']) < secondsOf(Date.now())) return undefined;
  refuseReuse(mark['fingerprint'] as string | undefined, once);
  return Object.fromEntries(Object.entries(mark).map(([name, value]) => [name, String(value)]));
}
