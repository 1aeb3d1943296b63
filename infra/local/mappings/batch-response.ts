// Reads which records of a batch a function reports as failed, with Lambda's rules for answers that make no sense.
import type { Invocation } from '../lambda/function-messages.ts';
import { isObject, type Json } from '../template/intrinsics.ts';

/** `all` when the invocation failed or its answer cannot be understood, else the identifiers of the failed records. */
export type BatchOutcome =
  | { readonly kind: 'all'; readonly reason: string }
  | { readonly kind: 'some'; readonly failed: ReadonlySet<string> };

/**
 * @param identifiers Of the records in the batch: message ids, or sequence numbers
 * @param partial Whether the mapping has `ReportBatchItemFailures`; without it any answer is success
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
    // No answer, `{}` and a null list count as full success.
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
  return { kind: 'all', reason: `the answer ${JSON.stringify(answer).slice(0, 200)} names no known records` };
}
