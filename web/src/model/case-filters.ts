// Filters of the case list: parsed from the address, written back to it and sent to the API. Pure.
/** Filters with several values, combined by OR. */
import { closedCaseStatuses } from '../../../shared/contracts/values/cases.ts';
import { caseOrders } from '../../../shared/contracts/values/sort-orders.ts';
export const caseListFilters = ['status', 'priority', 'assigned_team', 'request_type'] as const;
export type CaseListFilter = (typeof caseListFilters)[number];

/** Sort orders for which the API has an index. */
const [newest, oldest, due] = caseOrders;
export const caseSorts = { newest, oldest, due } as const;
const sorts: readonly string[] = caseOrders;

export type CaseFilters = Readonly<Record<CaseListFilter, readonly string[]>> & {
  readonly overdue: boolean;
  readonly sort: string;
};

export const noCaseFilters: CaseFilters = {
  status: [],
  priority: [],
  assigned_team: [],
  request_type: [],
  overdue: false,
  sort: caseSorts.newest,
};

const closed: readonly string[] = closedCaseStatuses;

/** Closed cases are not due, so the API has no due order for them. */
export const mayBeDue = ({ status }: Pick<CaseFilters, 'status'>): boolean =>
  !status.some((name) => closed.includes(name));

const inAnOrder = (filters: CaseFilters): CaseFilters =>
  filters.sort === caseSorts.due && !mayBeDue(filters) ? { ...filters, sort: noCaseFilters.sort } : filters;

/** Parses the query of an address; it drops unknown names and orders that the API does not offer. */
export function parseCaseFilters(query: string): CaseFilters {
  const params = new URLSearchParams(query);
  const lists = caseListFilters.map((name) => [name, valuesOf(params.get(name))] as const);
  const sort = params.get('sort') ?? '';
  return inAnOrder({
    ...noCaseFilters,
    ...Object.fromEntries(lists),
    overdue: params.get('overdue') === 'true',
    sort: sorts.includes(sort) ? sort : noCaseFilters.sort,
  });
}

const valuesOf = (text: string | null): readonly string[] => [
  ...new Set((text ?? '').split(',').flatMap((value) => (value.trim() === '' ? [] : [value.trim()]))),
];

/** Query parameters of the API; empty filters are omitted. */
export function caseQuery(filters: CaseFilters): Readonly<Record<string, string>> {
  const lists = caseListFilters.map((name) => [name, filters[name].join(',')] as const);
  const rest = [
    ['overdue', filters.overdue ? 'true' : ''],
    ['sort', filters.sort === noCaseFilters.sort ? '' : filters.sort],
  ] as const;
  return Object.fromEntries([...lists, ...rest].filter(([, value]) => value !== ''));
}

/** Query of the address, without the question mark; commas stay readable. */
export const caseAddress = (filters: CaseFilters): string =>
  new URLSearchParams(caseQuery(filters)).toString().replaceAll('%2C', ',');

export function toggledCase(filters: CaseFilters, name: CaseListFilter, value: string): CaseFilters {
  const values = filters[name];
  const next = values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
  return inAnOrder({ ...filters, [name]: next });
}

/** True when any filter is set. */
export const isFiltered = (filters: CaseFilters): boolean =>
  Object.keys(caseQuery({ ...filters, sort: noCaseFilters.sort })).length > 0;

interface Placed {
  readonly operation_case_id: string;
  readonly due_at: string;
}

/** True when a case comes after another in the order. */
export function caseComesAfter(sort: string, item: Placed, other: Placed): boolean {
  const newer = item.operation_case_id > other.operation_case_id;
  if (sort === caseSorts.newest) return !newer;
  if (sort === caseSorts.oldest) return newer;
  return item.due_at === other.due_at ? newer : item.due_at > other.due_at;
}
