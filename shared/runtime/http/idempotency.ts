// Stores answers by `Idempotency-Key` for 24 hours and returns them to repeated requests.
// It stores only answers of successful requests; a refusal or a failure releases the key.
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import type { BasePersistenceLayer } from '@aws-lambda-powertools/idempotency/persistence';
import { HubError } from '../../errors/hub-error.ts';
import { keyReused } from '../../errors/key-reused.ts';
import type { Answer } from './answer.ts';
import type { AnswerByKey, KeyedAnswer, KeyedRequest } from './idempotency-key.ts';

/** Time to live of a stored answer, in seconds: 24 hours. */
const idempotencySeconds = 86_400;

/** @param persistence Store of keys and answers. */
export function answersIn(persistence: BasePersistenceLayer): AnswerByKey {
  return (request, work) => answerByKey(persistence, request, work);
}

async function answerByKey(
  persistence: BasePersistenceLayer,
  request: KeyedRequest,
  work: () => Promise<Answer>,
): Promise<KeyedAnswer> {
  const seen: { fromStore: boolean; done?: Answer; failed?: { readonly error: unknown } } = { fromStore: false };
  const config = new IdempotencyConfig({
    eventKeyJmesPath: 'key',
    payloadValidationJmesPath: 'fingerprint',
    hashFunction: 'sha256',
    expiresAfterSeconds: idempotencySeconds,
    throwOnNoIdempotencyKey: true,
    responseHook: (stored) => {
      seen.fromStore = true;
      return stored;
    },
    lambdaContext: request.context,
  });
  const remembered = async (_input: { key: string; fingerprint: string }): Promise<Answer> => {
    try {
      seen.done = await work();
      return seen.done;
    } catch (error) {
      seen.failed = { error };
      throw error;
    }
  };
  try {
    const idempotent = makeIdempotent(remembered, { persistenceStore: persistence, config, keyPrefix: 'http' });
    const answer = (await idempotent({ key: request.keyHash, fingerprint: request.fingerprint })) as Answer;
    return { answer, fromStore: seen.fromStore, kept: true };
  } catch (error) {
    // The change is committed, so return its answer. A retry with the same key meets the use case's own idempotency mark.
    if (seen.done !== undefined) return { answer: seen.done, fromStore: false, kept: false };
    throw seen.failed === undefined ? translated(error) : seen.failed.error;
  }
}

const retryAfterSeconds = 1;

function translated(error: unknown): unknown {
  switch (error instanceof Error ? error.name : '') {
    case 'IdempotencyAlreadyInProgressError':
      return new HubError({
        kind: 'in-progress',
        code: 'IDEMPOTENCY.IN_PROGRESS',
        message: 'the first request with this Idempotency-Key is still running; repeat this one to get its answer',
        details: { retry_after_seconds: retryAfterSeconds },
        cause: error,
      });
    case 'IdempotencyValidationError':
      return keyReused(error);
    case 'IdempotencyInconsistentStateError':
      return new HubError({
        kind: 'transient',
        code: 'IDEMPOTENCY.UNSETTLED',
        message: 'the stored answer for this Idempotency-Key is expiring right now; try again',
        cause: error,
      });
    default:
      return error;
  }
}
