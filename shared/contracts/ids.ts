// Identifiers on the wire. An id is a prefix and a ULID, so ids sort by creation time.
import * as z from 'zod/mini';

const ulid = '[0-9A-HJKMNP-TV-Z]{26}';

/** Accepts exactly `PREFIX-` and a ULID (Crockford base 32, 26 characters). */
const idSchema = (prefix: string, what: string) =>
  z.string().check(
    z.regex(new RegExp(`^${prefix}-${ulid}$`), {
      error: `must be ${what} such as ${prefix}-01JD0000000000000000000000`,
    }),
  );

export const submissionId = idSchema('SUB', 'a submission id');
export const requestNumber = idSchema('SR', 'a request number');
export const caseId = idSchema('CASE', 'a case id');
export const businessObjectId = idSchema('OBJ', 'a business object id');
export const eventId = idSchema('EVT', 'an event id');
export const correlationId = idSchema('COR', 'a correlation id');
export const deadLetterId = idSchema('DL', 'a dead letter id');
export const documentId = idSchema('DOC', 'a document id');
export const erasureId = idSchema('ERA', 'an erasure id');

/** Prefixes of the ids of one submission in each boundary. They share one ULID, so any id yields the others. */
export const prefixes = {
  submission: 'SUB',
  serviceRequest: 'SR',
  correlation: 'COR',
  case: 'CASE',
  businessObject: 'OBJ',
  lineage: 'LIN',
  event: 'EVT',
  historyEntry: 'HIS',
  syncLog: 'LOG',
  deadLetter: 'DL',
  document: 'DOC',
  comment: 'CMT',
  erasure: 'ERA',
  auditEntry: 'AUD',
} as const;
export type IdKind = keyof typeof prefixes;

/** `makeId('case', '01JD…')` is `CASE-01JD…`. */
export function makeId(kind: IdKind, ulidText: string): string {
  return `${prefixes[kind]}-${ulidText}`;
}

/** The ULID of an id. */
export function ulidOf(id: string): string {
  return id.slice(id.indexOf('-') + 1);
}
