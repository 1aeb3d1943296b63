// Lists events and sync logs: all of them newest first, those of one submission oldest first, filtered by outcome.
import type { EventListQuery, IntegrationEvent } from '../../shared/contracts/integration-event.ts';
import type { Page } from '../../shared/contracts/page.ts';
import type { SyncLog, SyncLogListQuery } from '../../shared/contracts/sync-log.ts';
import { filteredPage } from '../../shared/core/lists/filtered-list.ts';
import { acceptedRange } from '../../shared/core/lists/list-query.ts';
import { listName, readPage } from '../../shared/core/lists/paging.ts';
import type { Cursors } from '../../shared/table/engine/cursor.ts';
import type { EventList } from '../../shared/table/outbox/event-list.ts';
import type { AttemptItem, EventItem } from '../../shared/table/outbox/items.ts';

export interface ListEventsDeps {
  readonly eventList: EventList;
  readonly cursors: Cursors;
  readonly toIntegrationEvent: (item: EventItem) => IntegrationEvent;
  readonly toSyncLog: (item: EventItem | AttemptItem) => SyncLog | undefined;
}

export function listEvents(query: EventListQuery, deps: ListEventsDeps): Promise<Page<IntegrationEvent>> {
  const { event_type, event_status } = query;
  return page('events', query, deps, (item) => {
    if (item.entity !== 'event' || !isOneOf(event_type, item.event_type)) return undefined;
    return isOneOf(event_status, item.event_status) ? deps.toIntegrationEvent(item) : undefined;
  });
}

/** An event that is still pending has no sync log yet. */
export function listSyncLogs(query: SyncLogListQuery, deps: ListEventsDeps): Promise<Page<SyncLog>> {
  const { event_type, outcome } = query;
  return page('sync-logs', query, deps, (item) => {
    const log = deps.toSyncLog(item);
    if (log === undefined || !isOneOf(event_type, log.event_type)) return undefined;
    return isOneOf(outcome, log.outcome) ? log : undefined;
  });
}

const isOneOf = (wanted: readonly string[] | undefined, value: string | null): boolean =>
  wanted === undefined || (value !== null && wanted.includes(value));

function page<T>(
  name: string,
  query: EventListQuery | SyncLogListQuery,
  deps: ListEventsDeps,
  show: (item: EventItem | AttemptItem) => T | undefined,
): Promise<Page<T>> {
  const made = acceptedRange(query);
  return readPage(listName(name, { ...query }), query, deps.cursors, (limit, position) =>
    filteredPage<EventItem | AttemptItem, T>({
      limit,
      after: position,
      read: (most, after, maxExamined) =>
        deps.eventList({ correlationId: query.correlation_id, made, limit: most, after, maxExamined }),
      show: async (items) => items.map(show),
    }),
  );
}
