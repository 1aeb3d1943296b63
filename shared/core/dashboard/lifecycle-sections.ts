// Which part of a read model row each item of the other boundaries becomes, and what that changes in the counters.
import { makeId, ulidOf } from '../../contracts/ids.ts';
import { dueAfter } from '../operations/due-dates.ts';
import type { Section, SectionName, Sections } from './record-row.ts';

type Item = Readonly<Record<string, unknown>>;

export interface RowSection {
  readonly submissionId: string;
  readonly name: SectionName;
  /** `v` is the version of the item; a row never goes back behind it. */
  readonly section: Section;
}

/** Characters of a description that a list shows. */
export const excerptCharacters = 120;

// A row with everything in it and a full excerpt is to stay below 1 KB, which is what a write unit takes: what another
// section says already (when the request was made, of which type the case is) is not said again.
const builders: Readonly<Record<string, (item: Item) => RowSection | undefined>> = {
  submission: (item) => ({
    submissionId: idIn(item),
    name: 'submission',
    section: {
      v: versionOf(item),
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
      ...present(item, ['erased_at', 'reopens_case_id']),
    },
  }),
  service_request: (item) => ({
    submissionId: makeId('submission', ulidOf(idIn(item))),
    name: 'service_request',
    section: { v: versionOf(item), ...pick(item, ['lifecycle_status']) },
  }),
  // Only the event that carries the record to its case is part of the row. An edit replaces it by a new one, whose
  // versions go on behind those of the old one.
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
            ...(item['event_status'] === 'dead_lettered'
              ? { dead_lettered_at: item['dead_lettered_at'] ?? item['created_at'] }
              : {}),
          },
        }
      : undefined,
  case: (item) => ({
    submissionId: String(item['submission_id']),
    name: 'operation_case',
    section: {
      v: Number(item['version']),
      ...pick(item, ['processing_status', 'priority', 'assigned_team']),
      ...present(item, ['assignee']),
      due_at: item['due_at'] ?? dueAfter(String(item['created_at'])),
      ...pick(item, ['created_at', 'updated_at']),
      ...present(item, ['closed_at', 'reopened_as_case_id']),
    },
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

/** Items of older versions of the hub carry none: they have never changed. */
const versionOf = (item: Item): number => Number(item['version'] ?? 1);

const idIn = (item: Item): string => String(item['pk']).split('#')[1] ?? '';

const pick = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.map((name) => [name, item[name]]));

/** Only what there is: a row of a usual submission stays below 1 KB, which is one write unit. */
const present = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
