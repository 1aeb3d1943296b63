// Refuses codes that are not active in the reference catalogue, with a pointer and the valid codes.
import { type Catalogue, type CodedField, refusals } from '../../shared/core/reference-data/reference-catalogue.ts';
import { invalidRequest } from '../../shared/errors/invalid-request.ts';

type Codes = Readonly<Partial<Record<CodedField, string | undefined>>>;

/** Refused fields; empty when all codes are active. */
export function unknownCodes(fields: Codes, catalogue: Catalogue, atIso: string): ReturnType<typeof refusals> {
  const named = Object.fromEntries(Object.entries(fields).filter(([, code]) => code !== undefined));
  return refusals(named, catalogue, atIso);
}

/** @throws HubError `REQUEST.INVALID` (422) */
export function refuseUnknownCodes(fields: Codes, catalogue: Catalogue, atIso: string): void {
  const found = unknownCodes(fields, catalogue, atIso);
  if (found.length > 0) throw invalidRequest(found);
}
