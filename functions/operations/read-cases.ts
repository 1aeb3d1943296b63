// Reads cases: one with its history, and lists in the order of the read model.
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { CaseWithHistory, OperationCase } from '../../shared/contracts/operations.ts';
import type { Page, PageQuery } from '../../shared/contracts/page.ts';
import { readPage } from '../../shared/core/paging.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { CaseStore } from '../../shared/table/case-store.ts';
import type { Cursors } from '../../shared/table/cursor.ts';
import type { RecordStore } from '../../shared/table/record-store.ts';

export interface ReadCasesDeps {
  readonly cases: Pick<CaseStore, 'withHistory' | 'many'>;
  readonly records: Pick<RecordStore, 'newestIds'>;
  readonly cursors: Cursors;
}

export async function readCase(caseId: string, deps: Pick<ReadCasesDeps, 'cases'>): Promise<CaseWithHistory> {
  return found(await deps.cases.withHistory(caseId), 'case', caseId);
}

export async function listCases(query: PageQuery, deps: ReadCasesDeps): Promise<Page<OperationCase>> {
  return readPage('cases', query, deps.cursors, async (limit, after) => {
    const { items, next } = await deps.records.newestIds(limit, after, 'operation_case');
    return { items: await deps.cases.many(items.map((id) => makeId('case', ulidOf(id)))), next };
  });
}
