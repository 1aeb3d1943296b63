// Parses the failed records of a batch from a function's response, by Lambda's rules for malformed responses.
import type { Invocation } from '../lambda/function-messages.ts';
import { isObject, type Json } from '../template/intrinsics.ts';

/** `all` when the invocation failed or the response is malformed, else the identifiers of the failed records. */
export type BatchOutcome =
  | { readonly kind: 'all'; readonly reason: string }
  | { readonly kind: 'some'; readonly failed: ReadonlySet<string> };

/**
 * @param identifiers Of the records in the batch: message ids, or sequence numbers
 * @param partial True when the mapping has `ReportBatchItemFailures`; without it any response is a success
 */
export function batchOutcome(invocation: Invocation, identifiers: readonly string[], partial: boolean): BatchOutcome {
  if (invocation.kind === 'error') {
    return { kind: 'all', reason: `${invocation.error.errorType}: ${invocation.error.errorMessage}` };
  }
  if (!partial) {
    return { kind: 'some', failed: new Set() };
  }
  const answer = JSON.parse(invocation.payload) as Json;
  const failures = isObject(answer) ? answer['batchItemFailures'] : undefined;
  if (failures === undefined || failures === null) {
    // Lambda treats no response, `{}` and a null list as full success.
    const fine = answer === null || isObject(answer);
    return fine ? { kind: 'some', failed: new Set() } : malformed(answer);
  }
  if (!Array.isArray(failures)) {
    return malformed(answer);
  }
  const failed = (failures as readonly Json[]).map((entry) => (isObject(entry) ? entry['itemIdentifier'] : undefined));
  const known = new Set(identifiers);
  const sound = failed.every((identifier) => typeof identifier === 'string' && known.has(identifier));
  return sound ? { kind: 'some', failed: new Set(failed as readonly string[]) } : malformed(answer);
}

function malformed(answer: Json): BatchOutcome {
  return { kind: 'all', reason: `the answer ${JSON.stringify(answer).slice(0, 200)} lists no known records` };
}
