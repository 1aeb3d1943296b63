// Filters of the submissions list: parsed from the address, written back to it, sent to the API, and formatted. Pure.

import type { ReferenceKind } from '../../../shared/contracts/reference.ts';
import { caseStatuses } from '../../../shared/contracts/values/cases.ts';
import { acceptanceOrders } from '../../../shared/contracts/values/sort-orders.ts';
import { codeLabel, type Labelled, statusLabel } from './labels.ts';
import { dayBounds } from './local-day.ts';

/** Filters with several values, combined by OR. */
export const listFilters = ['status', 'request_type', 'assigned_team', 'priority', 'intake_method'] as const;
export type ListFilter = (typeof listFilters)[number];

/** Filters with one value. `requester` and `q` search personal data. */
export const textFilters = ['q', 'requester', 'created_from', 'created_to', 'overdue'] as const;
export type TextFilter = (typeof textFilters)[number];

export const [newestFirst, oldestFirst] = acceptanceOrders;

export type SubmissionFilters = Readonly<Record<ListFilter, readonly string[]>> &
  Readonly<Record<TextFilter, string>> & { readonly sort: string };

export const noFilters: SubmissionFilters = {
  status: [],
  request_type: [],
  assigned_team: [],
  priority: [],
  intake_method: [],
  q: '',
  requester: '',
  created_from: '',
  created_to: '',
  overdue: '',
  sort: newestFirst,
};

/** Parses the query of an address. It drops unknown names and leaves invalid values to the API. */
export function parseFilters(query: string): SubmissionFilters {
  const params = new URLSearchParams(query);
  const lists = listFilters.map((name) => [name, valuesOf(params.get(name))] as const);
  const texts = textFilters.map((name) => [name, (params.get(name) ?? '').trim()] as const);
  const sort = params.get('sort') === oldestFirst ? oldestFirst : newestFirst;
  return { ...noFilters, ...Object.fromEntries([...lists, ...texts]), sort };
}

const valuesOf = (text: string | null): readonly string[] => [
  ...new Set((text ?? '').split(',').flatMap((value) => (value.trim() === '' ? [] : [value.trim()]))),
];

/** Names and values in a fixed order; empty filters are omitted. */
function namedValues(filters: SubmissionFilters): Readonly<Record<string, string>> {
  const lists = listFilters.map((name) => [name, filters[name].join(',')] as const);
  const texts = textFilters.map((name) => [name, filters[name]] as const);
  const sort = filters.sort === newestFirst ? '' : filters.sort;
  return Object.fromEntries([...lists, ...texts, ['sort', sort] as const].filter(([, value]) => value !== ''));
}

/**
 * Query parameters of the API. The API reads days in UTC, and the page shows times in the person's time zone, so this
 * sends the first and last instant of the person's days, both inclusive.
 */
export const apiQueryOf = (filters: SubmissionFilters): Readonly<Record<string, string>> =>
  namedValues({
    ...filters,
    created_from: dayBounds(filters.created_from)?.first ?? filters.created_from,
    created_to: dayBounds(filters.created_to)?.last ?? filters.created_to,
  });

/** Query of the address, without the question mark; commas stay readable. */
export function queryOf(filters: SubmissionFilters): string {
  return new URLSearchParams(namedValues(filters)).toString().replaceAll('%2C', ',');
}

export function toggled(filters: SubmissionFilters, name: ListFilter, value: string): SubmissionFilters {
  const values = filters[name];
  return { ...filters, [name]: values.includes(value) ? values.filter((each) => each !== value) : [...values, value] };
}

/** One active filter, shown as a removable chip. */
export interface FilterChip {
  readonly name: ListFilter | TextFilter;
  readonly value: string;
  readonly words: string;
}

export type FilterReference = Readonly<Partial<Record<ReferenceKind, readonly Labelled[]>>>;

/** Reference data for the labels of a filter's values. */
export const filterKinds = {
  request_type: 'request_types',
  assigned_team: 'assigned_teams',
  priority: 'priorities',
  intake_method: 'intake_methods',
} as const satisfies Readonly<Partial<Record<ListFilter, ReferenceKind>>>;

export const filterLabels: Readonly<Record<ListFilter | TextFilter, string>> = {
  status: 'Status',
  request_type: 'Type',
  assigned_team: 'Team',
  priority: 'Priority',
  intake_method: 'Intake method',
  q: 'Text',
  requester: 'Requester',
  created_from: 'From',
  created_to: 'Until',
  overdue: 'Overdue',
};

export function valueWords(name: ListFilter, value: string, reference: FilterReference | undefined): string {
  return name === 'status' ? statusLabel(value) : codeLabel(reference?.[filterKinds[name]], value);
}

export function chipsOf(filters: SubmissionFilters, reference: FilterReference | undefined): readonly FilterChip[] {
  const lists = listFilters.flatMap((name) =>
    filters[name].map((value) => ({
      name,
      value,
      words: `${filterLabels[name]}: ${valueWords(name, value, reference)}`,
    })),
  );
  const texts = textFilters.flatMap((name) => {
    const value = filters[name];
    return value === '' ? [] : [{ name, value, words: textWords(name, value) }];
  });
  return [...lists, ...texts];
}

function textWords(name: TextFilter, value: string): string {
  if (name === 'overdue') return value === 'true' ? 'Overdue only' : 'Not overdue';
  if (name === 'q' || name === 'requester') return `${filterLabels[name]}: “${value}”`;
  return `${filterLabels[name]}: ${value}`;
}

export function without(filters: SubmissionFilters, chip: Pick<FilterChip, 'name' | 'value'>): SubmissionFilters {
  const name = chip.name;
  return isList(name) ? toggled(filters, name, chip.value) : { ...filters, [name]: '' };
}

const isList = (name: FilterChip['name']): name is ListFilter => listFilters.some((each) => each === name);

/** Export endpoint with exactly the filtered rows, or the reason why there is none. */
export type ExportSource =
  | { readonly kind: 'offered'; readonly path: string; readonly what: 'submissions' | 'cases' }
  | { readonly kind: 'none'; readonly why: string };

const statusesOfCases: readonly string[] = caseStatuses;
const offered = {
  cases: { kind: 'offered', path: '/operational/cases/export', what: 'cases' },
  submissions: { kind: 'offered', path: '/intake/submissions/export', what: 'submissions' },
} as const satisfies Readonly<Record<string, ExportSource>>;
const none = (why: string): ExportSource => ({ kind: 'none', why });

/**
 * Submissions are exported by their content, cases by their current state; the list shows the case where there is one.
 * Filters with different meanings in the two have no export: a file must never have other rows than the list.
 */
export function exportOf({ status, overdue, q, assigned_team, priority }: SubmissionFilters): ExportSource {
  const ofCases = status.every((each) => statusesOfCases.includes(each));
  if (ofCases && (status.length > 0 || overdue === 'true')) return offered.cases;
  if (overdue !== '' || status.some((each) => each !== 'withdrawn')) {
    return none('To export, choose statuses of cases, or Withdrawn alone.');
  }
  // The API searches the whole description of submissions; the list has only its beginning.
  if (q !== '') return none('To export a search by text, choose statuses of cases.');
  // A case may have another team or priority by now; a withdrawn submission never has a case.
  const byHandling = assigned_team.length > 0 || priority.length > 0;
  return byHandling && status.length === 0
    ? none('To export by team or priority, choose statuses of cases.')
    : offered.submissions;
}

/** The API refuses shorter search texts, which match too much. */
export const shortestSearch = 2;

/** True when a typed text is long enough to search, or empty. */
export const isSearchable = (text: string): boolean => text === '' || text.length >= shortestSearch;
