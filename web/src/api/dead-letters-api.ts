// Endpoints of dead letters.
import type {
  DeadLetter,
  DeadLetterGroup,
  DeadLetterSetBody,
  DeadLetterSetResult,
  DeadLetterStatus,
} from '../../../shared/contracts/dead-letter.ts';
import type { Page } from '../../../shared/contracts/page.ts';
import type { ApiClient } from './client.ts';
import { idempotency } from './headers.ts';
import { listLimit } from './list-limits.ts';
import type { Result } from './problem.ts';

type Reply<T> = Promise<Result<T>>;

export type Decision = 'redrive' | 'dismiss';

export interface LetterFilter {
  readonly status: DeadLetterStatus;
  readonly fingerprint?: string | undefined;
}

export interface DeadLettersApi {
  list(filter: LetterFilter, cursor?: string, signal?: AbortSignal): Reply<Page<DeadLetter>>;
  groups(cursor?: string, signal?: AbortSignal): Reply<Page<DeadLetterGroup>>;
  decide(deadLetterId: string, decision: Decision, reason: string, key: string): Reply<DeadLetter>;
  decideMany(decision: Decision, set: DeadLetterSetBody, key: string): Reply<DeadLetterSetResult>;
}

export function createDeadLettersApi(client: ApiClient): DeadLettersApi {
  const post = <T>(path: string, body: unknown, key: string): Reply<T> =>
    client.send('POST', `/integration/dead-letters${path}`, { body, headers: idempotency(key) });
  return {
    list: (filter, cursor, signal) =>
      client.get('/integration/dead-letters', { ...filter, limit: listLimit, cursor }, signal),
    groups: (cursor, signal) => client.get('/integration/dead-letters/groups', { limit: listLimit, cursor }, signal),
    decide: (deadLetterId, decision, reason, key) =>
      post(`/${encodeURIComponent(deadLetterId)}/${decision}`, { reason }, key),
    decideMany: (decision, set, key) => post(`/${decision}`, set, key),
  };
}
