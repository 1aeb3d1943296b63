// The answer to a request of which single fields cannot be accepted, whoever finds out: schema, catalogue or a rule.
import { type FieldProblem, HubError } from './hub-error.ts';

/** Code `REQUEST.INVALID` (400). @param fields At least one */
export function invalidRequest(fields: readonly FieldProblem[]): HubError {
  return new HubError({
    kind: 'validation',
    code: 'REQUEST.INVALID',
    message: `${fields.length === 1 ? 'one field was' : `${fields.length} fields were`} refused`,
    fields,
  });
}
