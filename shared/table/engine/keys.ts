// The table's keys, indexes and shards, and the prefix of each boundary. Each partition key starts with the prefix of
// its boundary, because IAM enforces the boundaries by `dynamodb:LeadingKeys`; see docs/data-model.md.
import { stableHash } from '../../core/text/stable-hash.ts';

/**
 * Partition key prefixes. Infra grants each one as a separate right: a boundary, or a part of one that other functions
 * change. List and pending partitions begin with them too, because `dynamodb:LeadingKeys` of a Query on an index is the
 * partition key of the index.
 */
export const boundaries = {
  reference: 'REF#',
  /** The reference values, which an administrator changes; keys and secrets are outside of it. */
  catalogue: 'REF#CATALOGUE',
  intake: 'INTAKE#',
  source_system: 'SOURCE#',
  document_repo: 'DOC#',
  /** Events with their failed attempts and pending entries. */
  outbox: 'INTEG#OUTBOX#',
  /** State and history of one entity. */
  entity: 'INTEG#ENTITY#',
  correlation: 'INTEG#CORRELATION#',
  /** Pending deliveries and their leases. */
  delivery: 'INTEG#DELIVERY#',
  circuit: 'INTEG#CIRCUIT#',
  replay: 'INTEG#REPLAY#',
  saga: 'INTEG#SAGA#',
  /** Last values that sync has seen. */
  sync: 'INTEG#SYNC#',
  /** Poll cursors, positions in change feeds, marks of processed webhooks. */
  source: 'INTEG#SOURCE#',
  /** Items that wait for an operator's decision, by desk. */
  desk: 'INTEG#DESK#',
  operational: 'OPS#',
  canonical: 'CANON#',
  dashboard: 'VIEW#',
  partner: 'PARTNER#',
  /** Audit entries of operators' actions; they are put and never changed. */
  audit: 'AUDIT#',
  /** Seals over audit entries; outside of `AUDIT#`, so that a function that puts entries cannot put a seal. */
  audit_seal: 'AUDIT-SEAL#',
} as const;

export type Boundary = keyof typeof boundaries;

/** Increases with each incompatible change of the keys; the host refuses a local store of another layout. */
export const keyLayout = 5;

/** Attribute and index names of the table; infra creates them from here. */
export const tableSchema = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Sparse, keys only: pending events and document work. */
  pendingIndex: { name: 'pending', partitionKey: 'pending_pk', sortKey: 'pending_sk' },
  /** Sparse, keys only: items of lists. */
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

/** Shard of an id by FNV-1a, so that shards are computed and never stored. */
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

/** Secret that signs list cursors; the first function that needs it creates it. */
export const cursorSecretKey: Key = { pk: 'REF#CURSOR-SECRET', sk: 'SECRET' };

/** The greatest text below a sort key of printable ASCII, as an inclusive upper bound. */
export const justBelow = (sortKey: string): string =>
  `${sortKey.slice(0, -1)}${String.fromCharCode(sortKey.charCodeAt(sortKey.length - 1) - 1)}~`;

/** The least text above a sort key, as an inclusive lower bound. */
export const justAbove = (sortKey: string): string => `${sortKey} `;
/** Six digits, so that text order is numeric order up to 999,999. */
export const padded = (value: number): string => String(value).padStart(6, '0');
