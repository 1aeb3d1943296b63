// Checks the query parameters of a list before it is read: reference codes, the right to search, and the time range.
import type { ReferenceKind } from '../../contracts/reference.ts';
import { type FieldProblem, HubError } from '../../errors/hub-error.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import { codedFields, kindOfField } from '../reference-data/reference-catalogue.ts';

type Query = Readonly<Record<string, unknown>>;

/** The codes of the reference catalogue, including retired ones, which older submissions still have. */
export type KnownCodes = Readonly<Record<ReferenceKind, readonly { readonly code: string }[]>>;

/** @throws HubError validation when a filter names an unknown code. */
export function requireKnownCodes(query: Query, known: KnownCodes): void {
  const fields = codedFields.flatMap((field): FieldProblem[] => {
    const asked = query[field] as readonly string[] | undefined;
    const codes = known[kindOfField[field]].map(({ code }) => code);
    if (asked === undefined || asked.every((code) => codes.includes(code))) return [];
    const detail = `must be one or several of ${codes.join(', ')}, separated by commas`;
    return [{ pointer: `query:${field}`, detail }];
  });
  if (fields.length > 0) throw invalidRequest(fields);
}

/** Returns true when the query names a reference code and so needs the catalogue. */
export const namesCodes = (query: Query): boolean => codedFields.some((field) => query[field] !== undefined);

/** Filters that search personal data. */
const personal = ['requester', 'q'] as const;

/** @throws HubError forbidden when the caller may not read personal data, because hits would disclose them. */
export function requireSearchRight(query: Query, reader: { readonly unmasked: boolean }): void {
  const asked = personal.filter((name) => query[name] !== undefined);
  if (reader.unmasked || asked.length === 0) return;
  throw new HubError({
    kind: 'forbidden',
    code: 'AUTH.PERSONAL_DATA',
    message: `${asked.join(' and ')} ${asked.length === 1 ? 'searches' : 'search'} personal data, which needs the permission personal-data:read`,
    details: { permission: 'personal-data:read' },
    fields: asked.map((name) => ({ pointer: `query:${name}`, detail: 'must be left out' })),
  });
}

export interface TimeRange {
  /** Milliseconds since 1970, included. */
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
}

const dayMs = 24 * 3_600_000;

/**
 * The range between two dates or instants. An end date includes the whole day, in UTC.
 * @throws HubError validation when the end is before the start.
 */
export function timeRange(
  names: { readonly from: string; readonly to: string },
  from: string | undefined,
  to: string | undefined,
): TimeRange {
  const fromMs = from === undefined ? undefined : Date.parse(from);
  const toMs = to === undefined ? undefined : Date.parse(to) + (isDate(to) ? dayMs - 1 : 0);
  if (fromMs === undefined || toMs === undefined || fromMs <= toMs) return { fromMs, toMs };
  throw invalidRequest([{ pointer: `query:${names.to}`, detail: `must not be before ${names.from}` }]);
}

const isDate = (text: string): boolean => !text.includes('T');

export const acceptedRange = (query: {
  readonly created_from?: string | undefined;
  readonly created_to?: string | undefined;
}): TimeRange => timeRange({ from: 'created_from', to: 'created_to' }, query.created_from, query.created_to);
