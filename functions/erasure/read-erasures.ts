// Reads erasures: one by id, and lists, newest first.
import type { Erasure } from '../../shared/contracts/intake.ts';
import type { Page, PageQuery } from '../../shared/contracts/page.ts';
import { readPage } from '../../shared/core/lists/paging.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { Cursors } from '../../shared/table/engine/cursor.ts';
import type { ErasureStore } from '../../shared/table/erasure/erasure-store.ts';

export interface ReadErasuresDeps {
  readonly erasures: Pick<ErasureStore, 'state' | 'newest'>;
  readonly cursors: Cursors;
}

/** @throws HubError `ERASURE.NOT_FOUND` */
export async function readErasure(erasureId: string, deps: ReadErasuresDeps): Promise<Erasure> {
  return found(await deps.erasures.state(erasureId), 'erasure', erasureId).erasure;
}

export async function listErasures(query: PageQuery, deps: ReadErasuresDeps): Promise<Page<Erasure>> {
  return readPage('erasures', query, deps.cursors, (limit, after) => deps.erasures.newest(limit, after));
}
