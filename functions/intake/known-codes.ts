// Refuses codes that the reference catalogue does not offer now, as a schema refuses a field: by pointer, naming what is valid.
import { type Catalogue, type CodedField, refusals } from '../../shared/core/reference-catalogue.ts';
import { invalidRequest } from '../../shared/errors/invalid-request.ts';

/** @throws HubError `REQUEST.INVALID` (400). */
export function refuseUnknownCodes(
  fields: Readonly<Partial<Record<CodedField, string | undefined>>>,
  catalogue: Catalogue,
  atIso: string,
): void {
  const named = Object.fromEntries(Object.entries(fields).filter(([, code]) => code !== undefined));
  const found = refusals(named, catalogue, atIso);
  if (found.length === 0) return;
  throw invalidRequest(found);
}
