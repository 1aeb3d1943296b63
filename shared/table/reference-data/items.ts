// The shapes of items: reference values. What an id already says is not stored twice: the stores beside this file map both ways.
import type { ReferenceHistoryEntry } from '../../contracts/reference.ts';
import type { CatalogueValue } from '../../core/reference-data/reference-catalogue.ts';
import type { Key } from '../engine/keys.ts';

/** A value of the reference catalogue that an administrator has added or changed. */
export interface ReferenceValueItem extends Key, CatalogueValue {
  readonly entity: 'reference_value';
}

/** Counts the changes of the catalogue: each change is conditioned on the count that its decision has read. */
export interface CatalogueItem extends Key {
  readonly entity: 'catalogue';
  readonly changes: number;
}

export interface ReferenceHistoryItem extends Key, ReferenceHistoryEntry {
  readonly entity: 'reference_history';
  readonly changed_by_id: string;
}
