// Items of one desk: open items, which wait for a decision, and decided ones. The desk is an argument.
import {
  type Decidable,
  type DeskDecision,
  type DeskDefinition,
  type DeskItem,
  type DeskStatus,
  decideOnce,
} from '../../core/desk/desk.ts';
import type { OpenEntry } from '../../core/desk/groups.ts';
import { type IdempotentRequest, refuseKeyReuse } from '../../core/idempotency/idempotent-request.ts';
import { defaultMaxExamined } from '../../core/lists/filtered-list.ts';
import { type AuditEntry, auditWrite } from '../audit/audit-entry.ts';
import { type HubTable, type Item, putNew, type Write } from '../engine/hub-table.ts';
import { keyOf, tableSchema } from '../engine/keys.ts';
import { type Listing, type ListPosition, listNewest } from '../engine/listing.ts';
import { openItems } from './desk-count.ts';
import { lastNotes, noteWrite, openEntries } from './desk-groups.ts';
import type { StoredDecision, StoredDeskItem } from './items.ts';
import {
  deskItemId,
  deskItemKey,
  deskListEntry,
  deskListPartition,
  deskListPartitions,
  deskListSortKey,
} from './keys.ts';

/** An item that nobody has decided about yet. */
export type NewDeskItem<Desk extends DeskDefinition> = Pick<
  DeskItem<Desk>,
  'id' | 'fingerprint' | 'subject' | 'evidence' | 'opened_at'
>;

/** `raced`: the item is not as it was read, or a write of the caller does not hold any more; nothing is written. */
export type DecisionOutcome = 'decided' | 'raced';

/** A decision, and the further fields of its audit entry. */
export interface DecisionMade<Desk extends DeskDefinition> extends Pick<AuditEntry, 'entryId' | 'traceId'> {
  readonly decision: StoredDecision<Desk>;
}

export interface DeskFilter<Desk extends DeskDefinition> {
  readonly status?: DeskStatus<Desk> | undefined;
  readonly fingerprint?: string | undefined;
}

export interface DeskStore<Desk extends DeskDefinition> {
  /** Fails when there is such an item. */
  opened(item: NewDeskItem<Desk>): Write;
  /** The item waits again, with new evidence; its decisions stay. Fails when there is no such item. */
  openedAgain(item: NewDeskItem<Desk>): Write;
  get(id: string): Promise<DeskItem<Desk> | undefined>;
  /** In the order of `ids`. */
  getMany(ids: readonly string[]): Promise<readonly (DeskItem<Desk> | undefined)[]>;
  /** Newest first; without `status`, of all. */
  newest(limit: number, after?: ListPosition, filter?: DeskFilter<Desk>): Promise<Listing<DeskItem<Desk>>>;
  /** Number of open items. */
  count(): Promise<number>;
  /** Every open item, in no order. */
  openEntries(): Promise<readonly OpenEntry[]>;
  /** The last decision about an item of each group, in the order of `fingerprints`. */
  lastNotes(fingerprints: readonly string[]): Promise<readonly (DeskDecision<Desk> | undefined)[]>;
  /** One transaction: the item is decided, audit and group have their entries, and `effects` happen. */
  decide(item: Decidable<Desk>, made: DecisionMade<Desk>, effects?: readonly Write[]): Promise<DecisionOutcome>;
  /**
   * True when a call with this idempotency key has decided about the item before.
   * @throws HubError `IDEMPOTENCY.KEY_REUSED` (422) when it asked for something else.
   */
  decidedWith(id: string, once: IdempotentRequest): Promise<boolean>;
}

export function deskStore<Desk extends DeskDefinition>(table: HubTable, desk: Desk): DeskStore<Desk> {
  const read = (id: string) => table.get<StoredDeskItem<Desk>>(deskItemKey(desk.name, id));
  return {
    opened: (item) => putNew(openItem(desk, item)),
    openedAgain: (item) => openAgain(desk, item),
    get: async (id) => toDeskItem(desk, await read(id)),
    getMany: (ids) => getMany(table, desk, ids),
    newest: (limit, after, filter = {}) => newest(table, desk, { limit, after, ...filter }),
    count: () => openItems(table, desk),
    openEntries: () => openEntries(table, desk),
    lastNotes: (fingerprints) => lastNotes(table, desk, fingerprints),
    decide: async (item, made, effects = []) => {
      const transition = decideOnce(desk, item, made.decision);
      if (transition.kind !== 'decided') return 'raced';
      const outcome = await table.transact([
        decided(desk, item, transition.decision),
        auditWrite(auditEntry(desk, item, made)),
        noteWrite(desk, item.fingerprint, made),
        ...effects,
      ]);
      return outcome.kind === 'written' ? 'decided' : 'raced';
    },
    decidedWith: async (id, request) => {
      const made = (await read(id))?.decisions.find(({ once }) => once?.keyHash === request.keyHash);
      refuseKeyReuse(made?.once?.fingerprint, request);
      return made !== undefined;
    },
  };
}

const sortKeyOf = ({ id, fingerprint, opened_at }: NewDeskItem<DeskDefinition>): string =>
  deskListSortKey({ id, fingerprint, openedAt: opened_at });

function openItem<Desk extends DeskDefinition>(desk: Desk, item: NewDeskItem<Desk>): StoredDeskItem<Desk> {
  const { id, ...fields } = item;
  return {
    ...deskItemKey(desk.name, id),
    entity: desk.entity,
    ...fields,
    status: desk.open,
    decisions: [],
    list_pk: deskListPartition(desk.name, desk.open, id),
    list_sk: sortKeyOf(item),
  };
}

function openAgain<Desk extends DeskDefinition>(desk: Desk, item: NewDeskItem<Desk>): Write {
  const { id, fingerprint, subject, evidence, opened_at } = item;
  return {
    Update: {
      Key: deskItemKey(desk.name, id),
      UpdateExpression:
        'SET #status = :open, fingerprint = :fingerprint, subject = :subject, evidence = :evidence, opened_at = :at, list_pk = :list, list_sk = :entry',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':open': desk.open,
        ':fingerprint': fingerprint,
        ':subject': subject,
        ':evidence': evidence,
        ':at': opened_at,
        ':list': deskListPartition(desk.name, desk.open, id),
        ':entry': sortKeyOf(item),
      },
    },
  };
}

/** Holds only for the item as it was read: open, and not decided and opened again since. */
function decided<Desk extends DeskDefinition>(
  desk: Desk,
  { id, decisions }: Decidable<Desk>,
  decision: StoredDecision<Desk>,
): Write {
  return {
    Update: {
      Key: deskItemKey(desk.name, id),
      UpdateExpression: 'SET #status = :decided, list_pk = :list, decisions = list_append(decisions, :decision)',
      ConditionExpression: '#status = :open AND size(decisions) = :seen',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':decided': decision.action,
        ':open': desk.open,
        ':seen': decisions.length,
        ':list': deskListPartition(desk.name, decision.action, id),
        ':decision': [decision],
      },
    },
  };
}

function auditEntry<Desk extends DeskDefinition>(
  desk: Desk,
  { id }: Decidable<Desk>,
  { decision, entryId, traceId }: DecisionMade<Desk>,
): AuditEntry {
  const { action, decided_by, decided_by_id, reason, decided_at } = decision;
  return {
    entryId,
    actor: { name: decided_by, subject: decided_by_id },
    action: `${desk.entity}.${action}`,
    subject: id,
    reason,
    at: decided_at,
    traceId,
  };
}

async function newest<Desk extends DeskDefinition>(
  table: HubTable,
  desk: Desk,
  { limit, after, status, fingerprint }: DeskFilter<Desk> & { limit: number; after: ListPosition | undefined },
): Promise<Listing<DeskItem<Desk>>> {
  const statuses = status === undefined ? [desk.open, ...Object.keys(desk.decisions)] : [status];
  const { items, next } = await listNewest(table, {
    index: tableSchema.listIndex,
    partitions: statuses.flatMap((each) => deskListPartitions(desk.name, each)),
    limit,
    after,
    ...(fingerprint === undefined ? {} : ofGroup(fingerprint)),
  });
  const found = await getMany(
    table,
    desk,
    items.map((entry) => deskItemId(desk.name, keyOf(entry))),
  );
  return { items: found.filter((item) => item !== undefined), next };
}

/** A group is found by its entries in the list: a page of a rare one may be short, and goes on behind what was looked at. */
const ofGroup = (fingerprint: string) => ({
  keep: ({ list_sk }: Item) => deskListEntry(String(list_sk)).fingerprint === fingerprint,
  maxExamined: defaultMaxExamined,
});

async function getMany<Desk extends DeskDefinition>(
  table: HubTable,
  desk: Desk,
  ids: readonly string[],
): Promise<readonly (DeskItem<Desk> | undefined)[]> {
  const found = await table.batchGet<StoredDeskItem<Desk>>(ids.map((id) => deskItemKey(desk.name, id)));
  return found.map((item) => toDeskItem(desk, item));
}

function toDeskItem<Desk extends DeskDefinition>(
  desk: Desk,
  item: StoredDeskItem<Desk> | undefined,
): DeskItem<Desk> | undefined {
  if (item === undefined) return undefined;
  const { status, fingerprint, subject, evidence, opened_at, decisions } = item;
  return {
    id: deskItemId(desk.name, item),
    desk: desk.name,
    fingerprint,
    status,
    subject,
    evidence,
    opened_at,
    decisions: decisions.map(({ once: _, ...decision }) => decision),
  };
}
