// Reads cases: one with its history, and lists in the order of the read model.
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { CaseWithHistory, OperationCase } from '../../shared/contracts/operations.ts';
import type { Page, PageQuery } from '../../shared/contracts/page.ts';
import { readPage } from '../../shared/core/paging.ts';
import { withheldText } from '../../shared/core/personal-data.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { CaseStore } from '../../shared/table/case-store.ts';
import type { Cursors } from '../../shared/table/cursor.ts';
import type { RecordStore } from '../../shared/table/record-store.ts';

export interface ReadCasesDeps {
  readonly cases: Pick<CaseStore, 'withHistory' | 'many'>;
  readonly records: Pick<RecordStore, 'newestIds'>;
  readonly cursors: Cursors;
}

/** Reasons are free text, which may name anybody: they are withheld from who may not see personal data. */
export async function readCase(
  input: { readonly caseId: string; readonly unmasked: boolean },
  deps: Pick<ReadCasesDeps, 'cases'>,
): Promise<CaseWithHistory> {
  const page = found(await deps.cases.withHistory(input.caseId), 'case', input.caseId);
  if (input.unmasked) return page;
  return { ...page, history: page.history.map((entry) => ({ ...entry, change_reason: withheldText })) };
}

export async function listCases(query: PageQuery, deps: ReadCasesDeps): Promise<Page<OperationCase>> {
  return readPage('cases', query, deps.cursors, async (limit, after) => {
    const { items, next } = await deps.records.newestIds(limit, after, 'operation_case');
    return { items: await deps.cases.many(items.map((id) => makeId('case', ulidOf(id)))), next };
  });
}
