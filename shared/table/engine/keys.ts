// The table's keys, indexes and shards, and the prefix of each boundary. Every partition key starts with the prefix of the
// boundary that owns it, because IAM keeps the boundaries by `dynamodb:LeadingKeys`; see docs/data-model.md.
import { stableHash } from '../../core/text/stable-hash.ts';

/** Partition key prefixes, one for each boundary; infra grants them, nothing else spells them. */
export const boundaries = {
  reference: 'REF#',
  /** The part of the reference boundary that an administrator changes; what signs and verifies lies outside of it. */
  catalogue: 'REF#CATALOGUE',
  intake: 'INTAKE#',
  source_system: 'SOURCE#',
  document_repo: 'DOC#',
  integration: 'INTEG#',
  operational: 'OPS#',
  canonical: 'CANON#',
  dashboard: 'VIEW#',
  partner: 'PARTNER#',
} as const;

export type Boundary = keyof typeof boundaries;

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
