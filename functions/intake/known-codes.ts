// Refuses codes that the reference catalogue does not offer now, as a schema refuses a field: by pointer, naming what is valid.
import { type Catalogue, type CodedField, refusals } from '../../shared/core/reference-data/reference-catalogue.ts';
import { invalidRequest } from '../../shared/errors/invalid-request.ts';

type Codes = Readonly<Partial<Record<CodedField, string | undefined>>>;

/** What is wrong with the codes that are named; empty when all are offered. */
export function unknownCodes(fields: Codes, catalogue: Catalogue, atIso: string): ReturnType<typeof refusals> {
  const named = Object.fromEntries(Object.entries(fields).filter(([, code]) => code !== undefined));
  return refusals(named, catalogue, atIso);
}

/** @throws HubError `REQUEST.INVALID` (422). */
export function refuseUnknownCodes(fields: Codes, catalogue: Catalogue, atIso: string): void {
  const found = unknownCodes(fields, catalogue, atIso);
  if (found.length > 0) throw invalidRequest(found);
}
