// The rules of projection: map an item of another boundary to a section of a read model row, and to counts.
// The registry in shared/table/dashboard/projections.ts joins each rule with the key of its item.

import { makeId, ulidOf } from '../../contracts/ids.ts';
import type { CaseStatus } from '../../contracts/operations.ts';
import { excerptCharacters } from '../../contracts/values/dashboard.ts';
import { dueAfter } from '../operations/due-dates.ts';
import type { ActivityName, Section } from './record-row.ts';

type Item = Readonly<Record<string, unknown>>;

/** Rule for one entity that read model rows show. */
export interface Projection {
  /** `entity` of the items; the projector's stream mapping filters by it. */
  readonly entity: string;
  /** Name of the section in the row. */
  readonly section: string;
  /** @returns undefined for an item that no row shows */
  readonly read: (item: Item) => Omit<RowSection, 'name'> | undefined;
  /** Counters of the overview that a row with this section increases by 1. @default none */
  readonly counters?: (section: Section) => readonly string[];
  /** Entries of this section in the activity by hour, with their instants. @default none */
  readonly moments?: (section: Section) => readonly Moment[];
}

export type Moment = readonly [ActivityName, string];
export type Projections = readonly Projection[];

export interface RowSection {
  readonly submissionId: string;
  readonly name: string;
  /** `v` is the version of the item; a row never takes an older version. */
  readonly section: Section;
}

/** Amounts by the name of the counter: `submissions`, cases by status, and activity by hour. */
export type Counts = Readonly<Record<string, number>>;
export const caseCounter = (status: CaseStatus): string => `case_${status}`;

// A full row with a full excerpt stays below 1 KB, which is one write unit. Sections therefore do not repeat values of
// other sections, such as the creation time of the request or the request type of the case.
export const submissionProjection: Projection = {
  entity: 'submission',
  section: 'submission',
  read: (item) => ({
    submissionId: idIn(item),
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
  counters: () => ['submissions'],
  moments: (section) => moment('submissions', section, ['created_at']),
};

export const serviceRequestProjection: Projection = {
  entity: 'service_request',
  section: 'service_request',
  read: (item) => ({
    submissionId: makeId('submission', ulidOf(idIn(item))),
    section: { v: versionOf(item), ...pick(item, ['lifecycle_status']) },
  }),
};

export const eventProjection: Projection = {
  entity: 'event',
  section: 'event',
  // A row holds only the event that creates the case. An edit replaces it by a new event, whose versions continue those
  // of the old one.
  read: (item) =>
    item['event_type'] === 'RequestCreated'
      ? {
          submissionId: String(item['subject']),
          section: {
            v: Number(item['version']),
            event_id: String(item['sk']),
            ...pick(item, ['event_status', 'created_at']),
            completed_at: (item['sync'] as { processed_at?: string } | undefined)?.processed_at ?? null,
            ...(item['event_status'] === 'dead_lettered'
              ? { dead_lettered_at: item['dead_lettered_at'] ?? item['created_at'] }
              : {}),
          },
        }
      : undefined,
  moments: (section) =>
    section['event_status'] === 'dead_lettered' ? moment('dead_lettered', section, ['dead_lettered_at']) : [],
};

export const caseProjection: Projection = {
  entity: 'case',
  section: 'operation_case',
  read: (item) => ({
    submissionId: String(item['submission_id']),
    section: {
      v: Number(item['version']),
      ...pick(item, ['processing_status', 'priority', 'assigned_team']),
      ...present(item, ['assignee']),
      due_at: item['due_at'] ?? dueAfter(String(item['created_at'])),
      ...pick(item, ['created_at', 'updated_at']),
      ...present(item, ['closed_at', 'reopened_as_case_id']),
    },
  }),
  counters: (section) => [caseCounter(section['processing_status'] as CaseStatus)],
  moments: (section) => {
    const status = section['processing_status'];
    return status === 'completed' || status === 'rejected' ? moment(status, section, ['closed_at', 'updated_at']) : [];
  },
};

export const businessObjectProjection: Projection = {
  entity: 'business_object',
  section: 'business_object',
  read: (item) => ({
    submissionId: String((item['lineage'] as Item)['submission_id']),
    section: {
      v: Number(item['case_version']),
      ...pick(item, ['object_type', 'canonical_category', 'lifecycle_status', 'updated_at']),
    },
  }),
};

/** The section of an item; undefined for items that no row shows. */
export function sectionOf(projections: Projections, item: Item): RowSection | undefined {
  const projection = projections.find(({ entity }) => entity === item['entity']);
  const found = projection?.read(item);
  return projection === undefined || found === undefined ? undefined : { ...found, name: projection.section };
}

/** Items of older versions of the hub have no version, because they never changed. */
const versionOf = (item: Item): number => Number(item['version'] ?? 1);

const idIn = (item: Item): string => String(item['pk']).split('#')[1] ?? '';

/** Takes the instant from the first field that is present. */
function moment(name: ActivityName, section: Section, fields: readonly string[]): readonly Moment[] {
  const instant = fields.map((field) => section[field]).find((value) => typeof value === 'string');
  return typeof instant === 'string' ? [[name, instant]] : [];
}

const pick = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.map((name) => [name, item[name]]));

/** Omits null values, so that a usual row stays below 1 KB, which is one write unit. */
const present = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
