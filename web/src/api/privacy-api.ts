// Endpoints of erasure.
import type { Erasure } from '../../../shared/contracts/intake.ts';
import type { Page } from '../../../shared/contracts/page.ts';
import type { ApiClient } from './client.ts';
import { listLimit } from './list-limits.ts';
import type { Result } from './problem.ts';

export interface ErasureRequest {
  readonly requester_email: string;
  readonly reason: string;
}

export interface PrivacyApi {
  erasures(cursor?: string, signal?: AbortSignal): Promise<Result<Page<Erasure>>>;
  /** Takes some seconds. While the answer says `running`, the same request continues the erasure. Safe to repeat. */
  erase(body: ErasureRequest): Promise<Result<Erasure>>;
}

export function createPrivacyApi(client: ApiClient): PrivacyApi {
  return {
    erasures: (cursor, signal) => client.get('/intake/erasures', { limit: listLimit, cursor }, signal),
    erase: (body) => client.send('POST', '/intake/erasures', { body }),
  };
}
