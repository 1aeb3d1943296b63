// Endpoints of reference data administration.
import type { Page } from '../../../shared/contracts/page.ts';
import type {
  ReferenceAddition,
  ReferenceChange,
  ReferenceData,
  ReferenceHistoryEntry,
  ReferenceKind,
  ReferenceValue,
} from '../../../shared/contracts/reference.ts';
import type { ApiClient } from './client.ts';
import { idempotency, ifVersion } from './headers.ts';
import { wholeLimit } from './list-limits.ts';
import type { Result } from './problem.ts';

type Reply<T> = Promise<Result<T>>;

export interface ReferenceApi {
  /** Every value, including scheduled and retired ones. */
  all(signal?: AbortSignal): Reply<ReferenceData>;
  one(kind: ReferenceKind, code: string): Reply<ReferenceValue>;
  history(kind: ReferenceKind, code: string, signal?: AbortSignal): Reply<Page<ReferenceHistoryEntry>>;
  add(kind: ReferenceKind, body: ReferenceAddition, key: string): Reply<ReferenceValue>;
  change(kind: ReferenceKind, code: string, body: ReferenceChange, version: number, key: string): Reply<ReferenceValue>;
}

const id = encodeURIComponent;

export function createReferenceApi(client: ApiClient): ReferenceApi {
  return {
    all: (signal) => client.get('/reference', { include: 'all' }, signal),
    one: (kind, code) => client.get(`/reference/${kind}/${id(code)}`),
    history: (kind, code, signal) =>
      client.get(`/reference/${kind}/${id(code)}/history`, { limit: wholeLimit }, signal),
    add: (kind, body, key) => client.send('POST', `/reference/${kind}`, { body, headers: idempotency(key) }),
    change: (kind, code, body, version, key) =>
      client.send('PATCH', `/reference/${kind}/${id(code)}`, {
        body,
        headers: { ...idempotency(key), ...ifVersion(version) },
      }),
  };
}
