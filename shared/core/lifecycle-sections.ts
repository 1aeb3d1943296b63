// Which part of a read model row each item of the other boundaries becomes, and what that changes in the counters.
import { makeId, ulidOf } from '../contracts/ids.ts';

type Item = Readonly<Record<string, unknown>>;

export interface RowSection {
  readonly submissionId: string;
  readonly name: 'submission' | 'service_request' | 'event' | 'operation_case' | 'business_object';
  /** `v` is the version of the item; a row never goes back behind it. */
  readonly section: { readonly v: number } & Item;
}

/** Characters of a description that a list shows. */
export const excerptCharacters = 120;

const builders: Readonly<Record<string, (item: Item) => RowSection | undefined>> = {
  submission: (item) => ({
    submissionId: idIn(item),
    name: 'submission',
    section: {
      v: 1,
      ...pick(item, [
        'intake_method',
        'requester_name',
        'requester_email',
        'request_type',
        'priority',
        'assigned_team',
      ]),
      request_description: [...String(item['request_description'])].slice(0, excerptCharacters).join(''),
      ...pick(item, ['submission_status', 'created_at']),
    },
  }),
  service_request: (item) => ({
    submissionId: makeId('submission', ulidOf(idIn(item))),
    name: 'service_request',
    section: { v: 1, ...pick(item, ['lifecycle_status', 'created_at']) },
  }),
  // Only the event that carries the record to its case is part of the row.
  event: (item) =>
    item['event_type'] === 'RequestCreated'
      ? {
          submissionId: String(item['subject']),
          name: 'event',
          section: {
            v: Number(item['version']),
            event_id: String(item['sk']).split('#')[1] ?? '',
            ...pick(item, ['event_status', 'created_at']),
            completed_at: (item['sync'] as { processed_at?: string } | undefined)?.processed_at ?? null,
          },
        }
      : undefined,
  case: (item) => ({
    submissionId: String(item['submission_id']),
    name: 'operation_case',
    section: { v: Number(item['version']), ...pick(item, ['processing_status', 'created_at', 'updated_at']) },
  }),
  business_object: (item) => ({
    submissionId: String((item['lineage'] as Item)['submission_id']),
    name: 'business_object',
    section: {
      v: Number(item['case_version']),
      ...pick(item, ['object_type', 'canonical_category', 'lifecycle_status', 'updated_at']),
    },
  }),
};

/** The section that an item becomes; undefined for items that no row shows. */
export function sectionOf(item: Item): RowSection | undefined {
  return builders[String(item['entity'])]?.(item);
}

type Sections = Readonly<Partial<Record<RowSection['name'], Item>>>;

/** How counters change when sections of a row go from `before` to `written`. */
export function countChanges(before: Sections, written: Sections): Readonly<Record<string, number>> {
  const changes: Record<string, number> = {};
  const add = (name: string, by: number): void => {
    changes[name] = (changes[name] ?? 0) + by;
  };
  if (written.submission !== undefined && before.submission === undefined) add('submissions', 1);
  if (written.operation_case !== undefined) {
    if (before.operation_case !== undefined) add(`case_${before.operation_case['processing_status']}`, -1);
    add(`case_${written.operation_case['processing_status']}`, 1);
  }
  return changes;
}

const idIn = (item: Item): string => String(item['pk']).split('#')[1] ?? '';

const pick = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.map((name) => [name, item[name]]));
