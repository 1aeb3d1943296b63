// Endpoints of the operational boundary, except the status change.
import type { BulkResult } from '../../../shared/contracts/bulk.ts';
import type { Comment } from '../../../shared/contracts/comment.ts';
import type { CaseChangeBody, CaseReopened, CaseStatus, OperationCase } from '../../../shared/contracts/operations.ts';
import type { Page } from '../../../shared/contracts/page.ts';
import type { ApiClient, Query, TextPage } from './client.ts';
import { idempotency, ifVersion } from './headers.ts';
import { listLimit } from './list-limits.ts';
import type { Result } from './problem.ts';

type Reply<T> = Promise<Result<T>>;

export interface BulkStatusChange {
  readonly operation_case_ids: readonly string[];
  readonly new_status: CaseStatus;
  readonly change_reason: string;
}

export interface CasesApi {
  list(filters: Query, cursor?: string, signal?: AbortSignal): Reply<Page<OperationCase>>;
  exportPage(filters: Query, cursor?: string): Promise<Result<TextPage>>;
  change(caseId: string, body: CaseChangeBody, version: number, key: string): Reply<OperationCase>;
  changeMany(body: BulkStatusChange, key: string): Reply<BulkResult>;
  reopen(caseId: string, reason: string, key: string): Reply<CaseReopened>;
  comment(caseId: string, text: string, key: string): Reply<Comment>;
}

const id = encodeURIComponent;

export function createCasesApi(client: ApiClient): CasesApi {
  const post = <T>(path: string, body: unknown, key: string): Reply<T> =>
    client.send('POST', path, { body, headers: idempotency(key) });
  return {
    list: (filters, cursor, signal) =>
      client.get('/operational/cases', { ...filters, limit: listLimit, cursor }, signal),
    exportPage: (filters, cursor) => client.text('/operational/cases/export', { ...filters, cursor }),
    change: (caseId, body, version, key) =>
      client.send('PATCH', `/operational/cases/${id(caseId)}`, {
        body,
        headers: { ...idempotency(key), ...ifVersion(version) },
      }),
    changeMany: (body, key) => post('/operational/cases/bulk-status-changes', body, key),
    reopen: (caseId, reason, key) => post(`/operational/cases/${id(caseId)}/reopen`, { reason }, key),
    comment: (caseId, text, key) => post(`/operational/cases/${id(caseId)}/comments`, { text }, key),
  };
}
