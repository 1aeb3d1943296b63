// Filters of the submissions list: read from the address, written back to it, sent to the API, and said in words. Pure.
import type { ReferenceKind } from '../../../shared/contracts/reference.ts';
import { codeLabel, type Labelled, statusLabel } from './labels.ts';
import { dayBounds } from './local-day.ts';

export const recordStatuses = ['received', 'open', 'in_progress', 'completed', 'rejected', 'withdrawn'] as const;

/** Filters that take several values: any of them counts. */
export const listFilters = ['status', 'request_type', 'assigned_team', 'priority', 'intake_method'] as const;
export type ListFilter = (typeof listFilters)[number];

/** Filters that take one value. `requester` and `q` look into personal data. */
export const textFilters = ['q', 'requester', 'created_from', 'created_to', 'overdue'] as const;
export type TextFilter = (typeof textFilters)[number];

export const newestFirst = '-created_at';
export const oldestFirst = 'created_at';

export type RecordFilters = Readonly<Record<ListFilter, readonly string[]>> &
  Readonly<Record<TextFilter, string>> & { readonly sort: string };

export const noFilters: RecordFilters = {
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

/** Reads the query of an address. What it does not know is left out; what the API will refuse is left to it. */
export function parseFilters(query: string): RecordFilters {
  const params = new URLSearchParams(query);
  const lists = listFilters.map((name) => [name, valuesOf(params.get(name))] as const);
  const texts = textFilters.map((name) => [name, (params.get(name) ?? '').trim()] as const);
  const sort = params.get('sort') === oldestFirst ? oldestFirst : newestFirst;
  return { ...noFilters, ...Object.fromEntries([...lists, ...texts]), sort };
}

const valuesOf = (text: string | null): readonly string[] => [
  ...new Set((text ?? '').split(',').flatMap((value) => (value.trim() === '' ? [] : [value.trim()]))),
];

/** Names and values in a fixed order; what filters nothing is left out. */
function namedValues(filters: RecordFilters): Readonly<Record<string, string>> {
  const lists = listFilters.map((name) => [name, filters[name].join(',')] as const);
  const texts = textFilters.map((name) => [name, filters[name]] as const);
  const sort = filters.sort === newestFirst ? '' : filters.sort;
  return Object.fromEntries([...lists, ...texts, ['sort', sort] as const].filter(([, value]) => value !== ''));
}

/**
 * Names and values as the API takes them. It would read days in UTC, and the page shows all times as the reader's, so it
 * gets the instants between which the reader's days are, both included.
 */
export const apiQueryOf = (filters: RecordFilters): Readonly<Record<string, string>> =>
  namedValues({
    ...filters,
    created_from: dayBounds(filters.created_from)?.first ?? filters.created_from,
    created_to: dayBounds(filters.created_to)?.last ?? filters.created_to,
  });

/** The query of the address, without the question mark; commas stay readable. */
export function queryOf(filters: RecordFilters): string {
  return new URLSearchParams(namedValues(filters)).toString().replaceAll('%2C', ',');
}

export function toggled(filters: RecordFilters, name: ListFilter, value: string): RecordFilters {
  const values = filters[name];
  return { ...filters, [name]: values.includes(value) ? values.filter((each) => each !== value) : [...values, value] };
}

/** One condition of the list, to be shown and taken away again. */
export interface FilterChip {
  readonly name: ListFilter | TextFilter;
  readonly value: string;
  readonly words: string;
}

export type FilterReference = Readonly<Partial<Record<ReferenceKind, readonly Labelled[]>>>;

/** Which reference data label the values of a filter. */
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
  intake_method: 'Came by',
  q: 'Text',
  requester: 'Requester',
  created_from: 'From',
  created_to: 'Until',
  overdue: 'Overdue',
};

export function valueWords(name: ListFilter, value: string, reference: FilterReference | undefined): string {
  return name === 'status' ? statusLabel(value) : codeLabel(reference?.[filterKinds[name]], value);
}

export function chipsOf(filters: RecordFilters, reference: FilterReference | undefined): readonly FilterChip[] {
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

export function without(filters: RecordFilters, chip: Pick<FilterChip, 'name' | 'value'>): RecordFilters {
  const name = chip.name;
  return isList(name) ? toggled(filters, name, chip.value) : { ...filters, [name]: '' };
}

const isList = (name: FilterChip['name']): name is ListFilter => listFilters.some((each) => each === name);

/** An export endpoint that gives exactly what the filters leave, or why none does. */
export type ExportSource =
  | { readonly kind: 'offered'; readonly path: string; readonly what: 'submissions' | 'cases' }
  | { readonly kind: 'none'; readonly why: string };

const caseStatuses: readonly string[] = ['open', 'in_progress', 'completed', 'rejected'];
const offered = {
  cases: { kind: 'offered', path: '/operational/cases/export', what: 'cases' },
  submissions: { kind: 'offered', path: '/intake/submissions/export', what: 'submissions' },
} as const satisfies Readonly<Record<string, ExportSource>>;
const none = (why: string): ExportSource => ({ kind: 'none', why });

/**
 * Submissions are exported by what they say, cases by how they stand; the list goes by the case where there is one.
 * Filters that the two understand differently have no export: a file must never have other rows than the list.
 */
export function exportOf({ status, overdue, q, assigned_team, priority }: RecordFilters): ExportSource {
  const ofCases = status.every((each) => caseStatuses.includes(each));
  if (ofCases && (status.length > 0 || overdue === 'true')) return offered.cases;
  if (overdue !== '' || status.some((each) => each !== 'withdrawn')) {
    return none('To export, choose statuses of cases, or Withdrawn alone.');
  }
  // Submissions are searched in the whole description, the list in its beginning.
  if (q !== '') return none('To export a search by text, choose statuses of cases.');
  // A case may have been handed on since; what was withdrawn never became one.
  const byHandling = assigned_team.length > 0 || priority.length > 0;
  return byHandling && status.length === 0
    ? none('To export by team or priority, choose statuses of cases.')
    : offered.submissions;
}

/** Texts shorter than this find too much; the API refuses them. */
export const shortestSearch = 2;

/** Whether a typed text may be looked for, or takes the filter away. */
export const isSearchable = (text: string): boolean => text === '' || text.length >= shortestSearch;
