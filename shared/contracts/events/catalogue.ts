// The event catalogue: all event types. Names, routing, dispatch and documents are derived from it. It loads no schema
// library, so that the relay and the browser can import it.
import type * as z from 'zod/mini';
import { caseStatusChanged } from './case-status-changed.ts';
import { requestCreated } from './request-created.ts';

export const eventCatalogue = [requestCreated, caseStatusChanged] as const;
type Definition = (typeof eventCatalogue)[number];

export type EventType = Definition['type'];
export const eventTypes: readonly EventType[] = eventCatalogue.map(({ type }) => type);

type DataOf<D extends Definition> = z.output<ReturnType<D['data']>>;
export type EventData<Type extends EventType> = DataOf<Extract<Definition, { readonly type: Type }>>;

/** CloudEvents `type` and data of each event, as a union. */
export type NamedData = {
  [D in Definition as D['type']]: { readonly type: D['cloudEvent']; readonly data: DataOf<D> };
}[EventType];
