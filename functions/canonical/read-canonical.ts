// Reads canonical business objects and their lineage. Nothing here writes them: only the sync function does.
import type { BusinessObject, LineageRecord } from '../../shared/contracts/canonical.ts';
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { Page, PageQuery } from '../../shared/contracts/page.ts';
import { readPage } from '../../shared/core/paging.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { CanonicalEntry, CanonicalStore } from '../../shared/table/canonical-store.ts';
import type { Cursors } from '../../shared/table/cursor.ts';
import type { RecordStore } from '../../shared/table/record-store.ts';

export interface CanonicalDeps {
  readonly canonical: CanonicalStore;
  readonly records: Pick<RecordStore, 'newestIds'>;
  readonly cursors: Cursors;
}

export async function readBusinessObject(id: string, deps: Pick<CanonicalDeps, 'canonical'>): Promise<BusinessObject> {
  return found(await deps.canonical.get(id), 'business object', id).object;
}

export async function readLineage(id: string, deps: Pick<CanonicalDeps, 'canonical'>): Promise<LineageRecord> {
  return found(await deps.canonical.get(id), 'business object', id).lineage;
}

export const listBusinessObjects = (query: PageQuery, deps: CanonicalDeps): Promise<Page<BusinessObject>> =>
  list('business-objects', query, deps, (entry) => entry.object);

export const listLineage = (query: PageQuery, deps: CanonicalDeps): Promise<Page<LineageRecord>> =>
  list('lineage', query, deps, (entry) => entry.lineage);

function list<T>(
  name: string,
  query: PageQuery,
  deps: CanonicalDeps,
  show: (entry: CanonicalEntry) => T,
): Promise<Page<T>> {
  return readPage(name, query, deps.cursors, async (limit, after) => {
    const { items, next } = await deps.records.newestIds(limit, after, 'business_object');
    const entries = await deps.canonical.many(items.map((id) => makeId('businessObject', ulidOf(id))));
    return { items: entries.map(show), next };
  });
}
