// Rules of changing the reference catalogue: add, rename, schedule, retire and restore a value.
// Each kind has an active value at all times, now and after the end of any value.
import type {
  Labels,
  ReferenceAddition,
  ReferenceChange,
  ReferenceHistoryEntry,
  ReferenceKind,
} from '../../contracts/reference.ts';
import { type FieldProblem, HubError } from '../../errors/hub-error.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import { type Catalogue, type CatalogueValue, usableValues } from './reference-catalogue.ts';

/** Maximum number of values of a kind, including retired ones, because one call reads all of them. */
export const mostValues = 200;

/** Person and instant (ISO 8601) of a change. */
export interface ChangeMark {
  readonly by: string;
  readonly at: string;
}

type Settings = Pick<CatalogueValue, 'labels' | 'sort_order' | 'target_hours' | 'valid_from' | 'valid_to'>;
const settingNames = ['labels', 'sort_order', 'target_hours', 'valid_from', 'valid_to'] as const;

/** The new value. @throws HubError validation or conflict */
export function addedValue(
  catalogue: Catalogue,
  kind: ReferenceKind,
  body: ReferenceAddition,
  mark: ChangeMark,
): CatalogueValue {
  const twin = catalogue[kind].find(({ code }) => code.toLowerCase() === body.code.toLowerCase());
  if (twin !== undefined) throw duplicate(kind, twin.code);
  if (catalogue[kind].length >= mostValues) throw full(kind);
  const settings = settingsOf(body, {
    labels: {},
    sort_order: Math.max(0, ...catalogue[kind].map(({ sort_order }) => sort_order)) + 10,
    target_hours: null,
    valid_from: null,
    valid_to: null,
  });
  refuseFields(fieldProblems(kind, settings));
  return { code: body.code, ...settings, version: 1, changed_by: mark.by, changed_at: mark.at };
}

/** The value after the change; the same object when nothing changes. @throws HubError validation or conflict */
export function changedValue(
  catalogue: Catalogue,
  kind: ReferenceKind,
  current: CatalogueValue,
  body: ReferenceChange,
  mark: ChangeMark,
): CatalogueValue {
  const settings = settingsOf(body, current);
  refuseFields(fieldProblems(kind, settings));
  const next = { ...current, ...settings, version: current.version + 1, changed_by: mark.by, changed_at: mark.at };
  if (differences(current, next).length === 0) return current;
  const values = catalogue[kind].map((value) => (value.code === current.code ? next : value));
  const gap = firstGap({ ...catalogue, [kind]: values }, kind, mark.at);
  if (gap !== undefined) throw lastActive(kind, current.code, gap, mark.at);
  return next;
}

/** Changed fields with old and new values; the fields of a new value have no old values. */
export function differences(
  before: CatalogueValue | undefined,
  after: CatalogueValue,
): ReferenceHistoryEntry['changes'] {
  return settingNames
    .map((field) => ({ field, from: before?.[field] ?? null, to: after[field] }))
    .filter(({ from, to }) => !sameSetting(from, to));
}

/** The first instant from `at` at which the kind has no active value; undefined when there is none. */
export function firstGap(catalogue: Catalogue, kind: ReferenceKind, at: string): string | undefined {
  // A gap can only start where a value ends.
  const ends = catalogue[kind].flatMap(({ valid_to }) => (valid_to !== null && valid_to > at ? [valid_to] : []));
  return [at, ...ends.sort()].find((instant) => usableValues(catalogue, kind, instant).length === 0);
}

const milliseconds = (instant: string): string => new Date(instant).toISOString();

function settingsOf(body: Omit<ReferenceChange, 'change_reason'>, current: Settings): Settings {
  const moment = (asked: string | null | undefined, before: string | null): string | null => {
    if (asked === undefined) return before;
    return asked === null ? null : milliseconds(asked);
  };
  return {
    labels: body.labels === undefined ? current.labels : withoutGaps(body.labels),
    sort_order: body.sort_order ?? current.sort_order,
    target_hours: body.target_hours ?? current.target_hours,
    valid_from: moment(body.valid_from, current.valid_from),
    valid_to: moment(body.valid_to, current.valid_to),
  };
}

const withoutGaps = (labels: Partial<Record<keyof Labels, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(labels).flatMap(([language, text]) => (text === undefined ? [] : [[language, text]])),
  );

function fieldProblems(kind: ReferenceKind, { target_hours, valid_from, valid_to }: Settings): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (kind === 'priorities' && target_hours === null) {
    problems.push({ pointer: '#/target_hours', detail: 'is required: hours until a case of this priority is due' });
  }
  if (kind !== 'priorities' && target_hours !== null) {
    problems.push({ pointer: '#/target_hours', detail: 'is for priorities only; leave it out' });
  }
  if (valid_from !== null && valid_to !== null && valid_to <= valid_from) {
    problems.push({ pointer: '#/valid_to', detail: `must be after valid_from, which is ${valid_from}` });
  }
  return problems;
}

/** Compares numbers, texts, null, and labels by language in any order. */
function sameSetting(a: CatalogueValue[keyof Settings], b: CatalogueValue[keyof Settings]): boolean {
  const text = (value: typeof a): string =>
    JSON.stringify(typeof value === 'object' && value !== null ? Object.entries(value).sort() : value);
  return text(a) === text(b);
}

function refuseFields(fields: readonly FieldProblem[]): void {
  if (fields.length === 0) return;
  throw invalidRequest(fields);
}

const duplicate = (kind: ReferenceKind, code: string): HubError =>
  new HubError({
    kind: 'conflict',
    code: 'REFERENCE.DUPLICATE',
    message: `${code} is already one of the ${kind}; change it, or use another code (codes ignore case)`,
  });

const full = (kind: ReferenceKind): HubError =>
  new HubError({
    kind: 'conflict',
    code: 'REFERENCE.FULL',
    message: `there are already ${mostValues} ${kind}, which is the maximum; change a retired one`,
  });

const lastActive = (kind: ReferenceKind, code: string, gap: string, now: string): HubError =>
  new HubError({
    kind: 'conflict',
    code: 'REFERENCE.LAST_ACTIVE',
    message: `${code} is the last active one of the ${kind}${gap === now ? '' : ` at ${gap}`}; submissions need an active one: add or restore another one first`,
    details: { nothing_active_at: gap },
  });
