// Endpoints of dead letters.
import type { BulkResult } from '../../../shared/contracts/bulk.ts';
import type { DeadLetter, DeadLetterStatus } from '../../../shared/contracts/dead-letter.ts';
import type { Page } from '../../../shared/contracts/page.ts';
import type { ApiClient } from './client.ts';
import { idempotency } from './headers.ts';
import { listLimit } from './list-limits.ts';
import type { Result } from './problem.ts';

type Reply<T> = Promise<Result<T>>;

export type Decision = 'redrive' | 'dismiss';

export interface DeadLettersApi {
  list(status: DeadLetterStatus, cursor?: string, signal?: AbortSignal): Reply<Page<DeadLetter>>;
  decide(deadLetterId: string, decision: Decision, reason: string, key: string): Reply<DeadLetter>;
  redriveMany(deadLetterIds: readonly string[], reason: string, key: string): Reply<BulkResult>;
}

export function createDeadLettersApi(client: ApiClient): DeadLettersApi {
  const post = <T>(path: string, body: unknown, key: string): Reply<T> =>
    client.send('POST', `/integration/dead-letters${path}`, { body, headers: idempotency(key) });
  return {
    list: (status, cursor, signal) =>
      client.get('/integration/dead-letters', { status, limit: listLimit, cursor }, signal),
    decide: (deadLetterId, decision, reason, key) =>
      post(`/${encodeURIComponent(deadLetterId)}/${decision}`, { reason }, key),
    redriveMany: (dead_letter_ids, reason, key) => post('/redrive', { dead_letter_ids, reason }, key),
  };
}
