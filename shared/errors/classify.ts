// Converts any thrown value into a HubError: known SDK and network failures are transient, all others are defects.
import { HubError } from './hub-error.ts';

const throttles = new Set([
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'SlowDown',
  'LimitExceededException',
  'OverLimit',
]);

const outages = new Set([
  'InternalServerError',
  'InternalFailure',
  'InternalError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
  'NetworkingError',
  'TransactionInProgressException',
  'TransactionConflictException',
]);

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
]);

const passingCancellations = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'None',
]);

interface SdkShaped {
  readonly name?: string;
  readonly code?: string;
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

/** Returns a HubError unchanged. For other errors it also inspects the chain of causes. */
export function toHubError(thrown: unknown): HubError {
  if (thrown instanceof HubError) return thrown;
  const code = transientCode(thrown);
  if (code !== undefined) {
    return new HubError({
      kind: 'transient',
      code,
      message: 'a part of the hub is not available right now; try again in a moment',
      cause: thrown,
    });
  }
  return new HubError({ kind: 'defect', code: 'HUB.DEFECT', message: 'unexpected error', cause: thrown });
}

const deepestCause = 5;

function transientCode(thrown: unknown, depth = 0): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || depth > deepestCause) return undefined;
  const error = thrown as SdkShaped;
  if (throttles.has(error.name ?? '')) return 'HUB.THROTTLED';
  if (isOutage(error) || isPassingCancellation(error)) return 'HUB.UNAVAILABLE';
  return transientCode((thrown as { cause?: unknown }).cause, depth + 1);
}

function isOutage(error: SdkShaped): boolean {
  if (outages.has(error.name ?? '') || networkCodes.has(error.code ?? '')) return true;
  return (error.$metadata?.httpStatusCode ?? 0) >= 500;
}

/** True for a transaction that DynamoDB cancelled only because of conflicts or throttling. */
function isPassingCancellation(error: SdkShaped): boolean {
  const reasons = error.CancellationReasons ?? [];
  return (
    error.name === 'TransactionCanceledException' &&
    reasons.length > 0 &&
    reasons.every((reason) => passingCancellations.has(reason.Code ?? 'None'))
  );
}
