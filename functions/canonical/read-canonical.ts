// Reads business objects and their lineage. Only the sync function writes them.
import type {
  BusinessObject,
  BusinessObjectListQuery,
  LineageListQuery,
  LineageRecord,
} from '../../shared/contracts/canonical.ts';
import { makeId, prefixes, ulidOf } from '../../shared/contracts/ids.ts';
import type { LineageGraph, LineageGraphQuery } from '../../shared/contracts/lineage-graph.ts';
import type { Page } from '../../shared/contracts/page.ts';
import { lineageFrom, lineageOf } from '../../shared/core/canonical/lineage-graph.ts';
import { inOrder, type RecordPageDeps, type RecordQuery, recordPage } from '../../shared/core/dashboard/record-page.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { CanonicalEntry, CanonicalStore } from '../../shared/table/canonical/canonical-store.ts';
import type { LineageSource } from '../../shared/table/canonical/lineage-source.ts';

export interface CanonicalDeps extends RecordPageDeps {
  readonly canonical: CanonicalStore;
  readonly lineage: LineageSource;
}

export async function readBusinessObject(id: string, deps: Pick<CanonicalDeps, 'canonical'>): Promise<BusinessObject> {
  return found(await deps.canonical.get(id), 'business object', id).object;
}

export async function readLineage(id: string, deps: Pick<CanonicalDeps, 'canonical'>): Promise<LineageRecord> {
  return found(await deps.canonical.get(id), 'business object', id).lineage;
}

export const listBusinessObjects = (
  query: BusinessObjectListQuery,
  deps: CanonicalDeps,
): Promise<Page<BusinessObject>> => list('business-objects', query, deps, (entry) => entry.object);

export const listLineage = (query: LineageListQuery, deps: CanonicalDeps): Promise<Page<LineageRecord>> =>
  list('lineage', query, deps, (entry) => entry.lineage);

function list<T>(
  name: string,
  query: RecordQuery,
  deps: CanonicalDeps,
  show: (entry: CanonicalEntry) => T,
): Promise<Page<T>> {
  return recordPage<T>(
    {
      name,
      rows: 'business_objects',
      show: async (rows) => {
        const ids = rows.map(({ submissionId }) => makeId('businessObject', ulidOf(submissionId)));
        const entries = inOrder(ids, await deps.canonical.many(ids), ({ object }) => object.business_object_id);
        return entries.map((entry) => (entry === undefined ? undefined : show(entry)));
      },
    },
    query,
    // The canonical model holds no personal data.
    { unmasked: true },
    deps,
  );
}

/**
 * The lineage graph of a submission, by any of its ids.
 * @throws HubError not-found when the entity of that id does not exist
 */
export async function readLineageGraph(
  { id, direction }: LineageGraphQuery,
  deps: Pick<CanonicalDeps, 'lineage'>,
): Promise<LineageGraph> {
  const parts = found(await deps.lineage.parts(ulidOf(id)), 'record', id);
  const root = rootOf(id);
  const graph = lineageOf(parts);
  found(
    graph.nodes.find((node) => node.id === root),
    'record',
    id,
  );
  return { root, correlation_id: parts.correlation_id, direction, ...lineageFrom(graph, root, direction) };
}

/** A correlation starts at its submission; a lineage record is part of its object. */
function rootOf(id: string): string {
  if (id.startsWith(`${prefixes.correlation}-`)) return makeId('submission', ulidOf(id));
  return id.startsWith(`${prefixes.lineage}-`) ? makeId('businessObject', ulidOf(id)) : id;
}
