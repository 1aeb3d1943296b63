// The table's keys, indexes and shards, and the prefix of each boundary. Every partition key starts with the prefix of the
// boundary that owns it, because IAM keeps the boundaries by `dynamodb:LeadingKeys`; see docs/data-model.md.
import { stableHash } from '../../core/text/stable-hash.ts';

/**
 * Partition key prefixes, each of which is a right of its own: a boundary, or a part of one that other functions change than
 * the rest. Infra grants them. List and pending partitions begin with them too, because `dynamodb:LeadingKeys` of a Query on
 * an index is the index's partition key.
 */
export const boundaries = {
  reference: 'REF#',
  /** The part of the reference boundary that an administrator changes; what signs and verifies lies outside of it. */
  catalogue: 'REF#CATALOGUE',
  intake: 'INTAKE#',
  source_system: 'SOURCE#',
  document_repo: 'DOC#',
  /** Events with their failed attempts, and what is still owed. */
  outbox: 'INTEG#OUTBOX#',
  /** State and trail of one entity. */
  entity: 'INTEG#ENTITY#',
  correlation: 'INTEG#CORRELATION#',
  /** Owed deliveries and their leases. */
  delivery: 'INTEG#DELIVERY#',
  circuit: 'INTEG#CIRCUIT#',
  replay: 'INTEG#REPLAY#',
  saga: 'INTEG#SAGA#',
  /** Last values that a sync boundary saw. */
  sync: 'INTEG#SYNC#',
  /** Poll cursors, positions in feeds of changes, marks of webhooks that were taken. */
  source: 'INTEG#SOURCE#',
  /** What waits for an operator's decision, desk by desk. */
  desk: 'INTEG#DESK#',
  operational: 'OPS#',
  canonical: 'CANON#',
  dashboard: 'VIEW#',
  partner: 'PARTNER#',
  /** What operators did: entries, which are put and never changed. */
  audit: 'AUDIT#',
  /** Seals over audit entries: outside of `AUDIT#`, so that no function that puts entries can put a seal. */
  audit_seal: 'AUDIT-SEAL#',
} as const;

export type Boundary = keyof typeof boundaries;

/** Counts the changes of keys that make stored items unreadable: a local store of another layout is refused at start. */
export const keyLayout = 3;

/** Attribute and index names of the table; infra creates them from here. */
export const tableSchema = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Sparse, keys only: outbox events that are still owed. */
  pendingIndex: { name: 'pending', partitionKey: 'pending_pk', sortKey: 'pending_sk' },
  /** Sparse, keys only: what people list newest first. */
  listIndex: { name: 'list', partitionKey: 'list_pk', sortKey: 'list_sk' },
} as const;

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** The table's key of an item, an index entry or a last key. */
export const keyOf = ({ pk, sk }: { readonly pk?: unknown; readonly sk?: unknown }): Key => ({
  pk: String(pk),
  sk: String(sk),
});

/** Shard of a record: FNV-1a over its id, so that a record's shard can be worked out and never has to be stored. */
export function shardOf(id: string, shards: number): string {
  return shardName(stableHash(id) % shards);
}

/** All shard names, for readers that fan out. */
export function shardNames(shards: number): readonly string[] {
  return Array.from({ length: shards }, (_, index) => shardName(index));
}

export function shardName(index: number): string {
  return index.toString(16).padStart(3, '0');
}

/** Secret that list cursors are signed with; made by whoever needs it first. */
export const cursorSecretKey: Key = { pk: 'REF#CURSOR-SECRET', sk: 'SECRET' };

/** The greatest text below a sort key, for sort keys of printable ASCII: what is at most this is less than the key. */
export const justBelow = (sortKey: string): string =>
  `${sortKey.slice(0, -1)}${String.fromCharCode(sortKey.charCodeAt(sortKey.length - 1) - 1)}~`;

/** The least text above a sort key, likewise. */
export const justAbove = (sortKey: string): string => `${sortKey} `;
/** Six digits, so that text order is numeric order up to 999,999. */
export const padded = (value: number): string => String(value).padStart(6, '0');
