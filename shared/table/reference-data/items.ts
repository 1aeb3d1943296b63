// Item types of reference values. Values that an id contains are not stored; the stores beside this file derive them.
import type { ReferenceHistoryEntry } from '../../contracts/reference.ts';
import type { CatalogueValue } from '../../core/reference-data/reference-catalogue.ts';
import type { Key } from '../engine/keys.ts';

/** A value of the reference catalogue that an administrator has added or changed. */
export interface ReferenceValueItem extends Key, CatalogueValue {
  readonly entity: 'reference_value';
}

/** Counts the changes of the catalogue. Each change has the condition that the count is as it was read. */
export interface CatalogueItem extends Key {
  readonly entity: 'catalogue';
  readonly changes: number;
}

export interface ReferenceHistoryItem extends Key, ReferenceHistoryEntry {
  readonly entity: 'reference_history';
  readonly changed_by_id: string;
}
