// What an administrator may do to the reference catalogue: add a value, rename, schedule, retire and restore one.
// Each kind always keeps a value that submissions can name, now and whenever one comes to its end.
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

/** Most values of a kind, retired ones included: all of them are read at once. */
export const mostValues = 200;

/** Who changes something, and when (ISO 8601). */
export interface ChangeMark {
  readonly by: string;
  readonly at: string;
}

type Settings = Pick<CatalogueValue, 'labels' | 'sort_order' | 'target_hours' | 'valid_from' | 'valid_to'>;
const settingNames = ['labels', 'sort_order', 'target_hours', 'valid_from', 'valid_to'] as const;

/** The new value. @throws HubError validation or conflict; the catalogue is as it was. */
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

/** The value after the change; the same object when nothing would change. @throws HubError validation or conflict. */
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

/** What a change did, field by field; a new value came from nothing. */
export function differences(
  before: CatalogueValue | undefined,
  after: CatalogueValue,
): ReferenceHistoryEntry['changes'] {
  return settingNames
    .map((field) => ({ field, from: before?.[field] ?? null, to: after[field] }))
    .filter(({ from, to }) => !sameSetting(from, to));
}

/** The first instant from `at` on when no value of the kind could be named; undefined when there is none. */
export function firstGap(catalogue: Catalogue, kind: ReferenceKind, at: string): string | undefined {
  // Values only ever stop being usable where one ends, so these are the instants to look at.
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

/** Settings are numbers, texts, null, or labels by language, whose order does not count. */
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
    message: `${code} is one of the ${kind} already; change it, or take another code (upper and lower case do not count)`,
  });

const full = (kind: ReferenceKind): HubError =>
  new HubError({
    kind: 'conflict',
    code: 'REFERENCE.FULL',
    message: `there are ${mostValues} ${kind} already, which is the most there may be; change one that is retired`,
  });

const lastActive = (kind: ReferenceKind, code: string, gap: string, now: string): HubError =>
  new HubError({
    kind: 'conflict',
    code: 'REFERENCE.LAST_ACTIVE',
    message: `${code} is the last active one of the ${kind}${gap === now ? '' : ` at ${gap}`}; without it nothing could be submitted: add or restore another one first`,
    details: { nothing_active_at: gap },
  });
