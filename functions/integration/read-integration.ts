// Reads the integration boundary: events, sync logs and dead letters, of one record or of all, newest first.
import type { Reader } from '../../shared/auth/reader.ts';
import type { DeadLetter, IntegrationEvent, SyncLog } from '../../shared/contracts/integration.ts';
import type { Page, PageQuery } from '../../shared/contracts/page.ts';
import { readPage } from '../../shared/core/paging.ts';
import { withheldText } from '../../shared/core/personal-data.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { Cursors } from '../../shared/table/cursor.ts';
import type { DeadLetterStore } from '../../shared/table/dead-letter-store.ts';
import type { EventStore } from '../../shared/table/event-store.ts';
import type { AttemptItem, EventItem } from '../../shared/table/items.ts';

export interface ReadIntegrationDeps {
  readonly events: Pick<EventStore, 'history' | 'newest'>;
  readonly deadLetters: Pick<DeadLetterStore, 'get' | 'newest'>;
  readonly cursors: Cursors;
  readonly toIntegrationEvent: (item: EventItem) => IntegrationEvent;
  readonly toSyncLog: (item: EventItem | AttemptItem) => SyncLog | undefined;
}

export type HistoryQuery = PageQuery & { readonly correlation_id?: string | undefined };

/** Newest first; with `correlation_id`, one record's, oldest first. */
export async function listEvents(query: HistoryQuery, deps: ReadIntegrationDeps): Promise<Page<IntegrationEvent>> {
  return readHistory('events', query, deps, (item) =>
    item.entity === 'event' ? deps.toIntegrationEvent(item) : undefined,
  );
}

/** Newest first; with `correlation_id`, one record's, oldest first. An event that is still pending has no sync log yet. */
export async function listSyncLogs(query: HistoryQuery, deps: ReadIntegrationDeps): Promise<Page<SyncLog>> {
  return readHistory('sync-logs', query, deps, deps.toSyncLog);
}

function readHistory<T>(
  list: string,
  query: HistoryQuery,
  deps: ReadIntegrationDeps,
  show: (item: EventItem | AttemptItem) => T | undefined,
): Promise<Page<T>> {
  const { correlation_id } = query;
  return readPage(`${list}:${correlation_id ?? ''}`, query, deps.cursors, async (limit, after) => {
    const { items, next } =
      correlation_id === undefined
        ? await deps.events.newest(limit, after)
        : await deps.events.history(correlation_id, limit, after);
    return { items: items.map(show).filter((shown) => shown !== undefined), next };
  });
}

export async function listDeadLetters(
  query: PageQuery,
  reader: Reader,
  deps: ReadIntegrationDeps,
): Promise<Page<DeadLetter>> {
  return readPage('dead-letters', query, deps.cursors, async (limit, after) => {
    const { items, next } = await deps.deadLetters.newest(limit, after);
    return { items: items.map((letter) => shownTo(reader, letter)), next };
  });
}

export async function readDeadLetter(
  id: string,
  reader: Reader,
  deps: Pick<ReadIntegrationDeps, 'deadLetters'>,
): Promise<DeadLetter> {
  return shownTo(reader, found(await deps.deadLetters.get(id), 'dead letter', id));
}

const shownTo = (reader: Reader, letter: DeadLetter): DeadLetter =>
  reader.unmasked ? letter : { ...letter, body: withheldText };
