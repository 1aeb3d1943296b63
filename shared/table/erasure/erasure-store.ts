// Erasures with person, reason and progress. A keyed hash of the address identifies the requester.
import { createHmac, randomBytes } from 'node:crypto';
import { memo } from '../../async/memo.ts';
import type { Erasure } from '../../contracts/intake.ts';
import { comparableAddress } from '../../core/intake/requester-address.ts';
import { type HubTable, type Item, putNew } from '../engine/hub-table.ts';
import { tableSchema } from '../engine/keys.ts';
import { type Listing, type ListPosition, listNewest } from '../engine/listing.ts';
import type { ErasureItem, ErasureOfItem, ErasurePosition } from './items.ts';
import { erasureKey, erasureListPartition, erasureOfKey, erasureSecretKey } from './keys.ts';

export interface ErasureState {
  readonly erasure: Erasure;
  readonly version: number;
  readonly position: ErasurePosition | null;
  readonly inHand: readonly string[];
}

export interface NewErasure {
  readonly erasure: Erasure;
  readonly requestedById: string;
  readonly position: ErasurePosition;
}

export interface ErasureStep {
  readonly position: ErasurePosition | null;
  readonly inHand: readonly string[];
  /** Numbers of this step; they are added to the totals. */
  readonly submissions: number;
  readonly documents: number;
  /** Set by the last step. */
  readonly completedAt: string | undefined;
}

export interface ErasureStore {
  /** Keyed SHA-256 (hex) of an address: stable per requester, and useless without the key. */
  hashOf(email: string): Promise<string>;
  /** Starts an erasure, or returns the running one of this requester, which the caller continues. */
  beginOrResume(begun: NewErasure): Promise<ErasureState>;
  state(erasureId: string): Promise<ErasureState | undefined>;
  /** `raced` when another call has advanced it meanwhile. */
  advance(state: ErasureState, step: ErasureStep): Promise<'advanced' | 'raced'>;
  newest(limit: number, after?: ListPosition): Promise<Listing<Erasure>>;
}

export function erasureStore(table: HubTable): ErasureStore {
  const secret = memo(
    Number.POSITIVE_INFINITY,
    () => 0,
    () => sharedSecret(table),
  );
  return {
    hashOf: async (email) =>
      createHmac('sha256', await secret())
        .update(comparableAddress(email))
        .digest('hex'),
    beginOrResume: (begun) => beginOrResume(table, begun),
    state: async (id) => toState(await table.get<ErasureItem>(erasureKey(id))),
    advance: (state, step) => advance(table, state, step),
    newest: async (limit, after) => {
      const { items, next } = await listNewest(table, {
        index: tableSchema.listIndex,
        partitions: [erasureListPartition],
        limit,
        after,
      });
      const found = await table.batchGet<ErasureItem>(items.map((item) => erasureKey(String(item['list_sk']))));
      return { items: found.flatMap((item) => toState(item)?.erasure ?? []), next };
    },
  };
}

/** The first call that needs the secret creates it. */
async function sharedSecret(table: HubTable): Promise<string> {
  const found = await table.get<Item>(erasureSecretKey);
  if (found !== undefined) return String(found['secret']);
  const secret = randomBytes(32).toString('base64url');
  const made = { ...erasureSecretKey, entity: 'secret', secret };
  const outcome = await table.put(made, { condition: 'attribute_not_exists(pk)' });
  return outcome === 'written' ? secret : String((await table.get<Item>(erasureSecretKey))?.['secret']);
}

async function beginOrResume(table: HubTable, { erasure, requestedById, position }: NewErasure): Promise<ErasureState> {
  const { erasure_id, requester_hash, status, ...fields } = erasure;
  const item: ErasureItem = {
    ...erasureKey(erasure_id),
    entity: 'erasure',
    requester_hash,
    status,
    ...fields,
    requested_by_id: requestedById,
    version: 1,
    position,
    in_hand: [],
    list_pk: erasureListPartition,
    list_sk: erasure_id,
  };
  const newest: ErasureOfItem = { ...erasureOfKey(requester_hash), entity: 'erasure_of', erasure_id, status };
  const outcome = await table.transact([
    putNew(item),
    {
      Put: {
        Item: { ...newest },
        ConditionExpression: 'attribute_not_exists(pk) OR #status = :completed',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':completed': 'completed' },
      },
    },
  ]);
  if (outcome.kind === 'written') return { erasure, version: 1, position, inHand: [] };
  const running = await table.get<ErasureOfItem>(erasureOfKey(requester_hash));
  const state =
    running === undefined ? undefined : toState(await table.get<ErasureItem>(erasureKey(running.erasure_id)));
  if (state === undefined) throw new Error(`the ids of ${erasure_id} are already in use`);
  return state;
}

async function advance(table: HubTable, state: ErasureState, step: ErasureStep): Promise<'advanced' | 'raced'> {
  const { erasure_id, requester_hash } = state.erasure;
  const status = step.completedAt === undefined ? 'running' : 'completed';
  const outcome = await table.transact([
    {
      Update: {
        Key: erasureKey(erasure_id),
        UpdateExpression:
          'SET #position = :position, in_hand = :in_hand, #status = :status, completed_at = :completed_at, submissions_erased = submissions_erased + :submissions, documents_erased = documents_erased + :documents, version = version + :one',
        ConditionExpression: 'version = :version',
        ExpressionAttributeNames: { '#position': 'position', '#status': 'status' },
        ExpressionAttributeValues: {
          ':position': step.position,
          ':in_hand': step.inHand,
          ':status': status,
          ':completed_at': step.completedAt ?? null,
          ':submissions': step.submissions,
          ':documents': step.documents,
          ':one': 1,
          ':version': state.version,
        },
      },
    },
    ...(status === 'running'
      ? []
      : [
          {
            Update: {
              Key: erasureOfKey(requester_hash),
              UpdateExpression: 'SET #status = :status',
              ConditionExpression: 'erasure_id = :id',
              ExpressionAttributeNames: { '#status': 'status' },
              ExpressionAttributeValues: { ':status': status, ':id': erasure_id },
            },
          },
        ]),
  ]);
  return outcome.kind === 'written' ? 'advanced' : 'raced';
}

function toState(item: ErasureItem | undefined): ErasureState | undefined {
  if (item === undefined) return undefined;
  const { pk, sk: _, entity: __, list_pk: ___, list_sk: ____, requested_by_id: _____, ...fields } = item;
  const { version, position, in_hand, ...erasure } = fields;
  const erasure_id = pk.slice(erasureKey('').pk.length);
  return { erasure: { erasure_id, ...erasure }, version, position, inHand: in_hand };
}
