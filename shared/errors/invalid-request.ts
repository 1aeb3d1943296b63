// Creates the error for a request with invalid fields. Schema checks, catalogue checks and rules all use it.
import { type FieldProblem, HubError } from './hub-error.ts';

/** Returns the error `REQUEST.INVALID` (422). @param fields At least one invalid field */
export function invalidRequest(fields: readonly FieldProblem[]): HubError {
  return new HubError({
    kind: 'validation',
    code: 'REQUEST.INVALID',
    message: `${fields.length === 1 ? 'one field was' : `${fields.length} fields were`} refused`,
    fields,
  });
}
