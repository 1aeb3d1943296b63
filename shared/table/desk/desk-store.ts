// Items of one desk: what waits for an operator's decision, and what was decided. The desk is an argument.
import {
  type Decidable,
  type DeskDefinition,
  type DeskItem,
  type DeskStatus,
  decideOnce,
} from '../../core/desk/desk.ts';
import { type IdempotentRequest, refuseKeyReuse } from '../../core/idempotency/idempotent-request.ts';
import { type AuditEntry, auditWrite } from '../audit/audit-entry.ts';
import { type HubTable, putNew, type Write } from '../engine/hub-table.ts';
import { keyOf, tableSchema } from '../engine/keys.ts';
import { type Listing, type ListPosition, listNewest } from '../engine/listing.ts';
import { openItems } from './desk-count.ts';
import type { StoredDecision, StoredDeskItem } from './items.ts';
import { deskItemId, deskItemKey, deskListPartition, deskListPartitions, deskListSortKey } from './keys.ts';

/** An item that nobody has decided about yet. */
export type NewDeskItem<Desk extends DeskDefinition> = Pick<
  DeskItem<Desk>,
  'id' | 'fingerprint' | 'subject' | 'evidence' | 'opened_at'
>;

/** `raced`: the item is not as it was read, or a write of the caller does not hold any more; nothing is written. */
export type DecisionOutcome = 'decided' | 'raced';

/** A decision, and what its audit entry has beyond it. */
export interface DecisionMade<Desk extends DeskDefinition> extends Pick<AuditEntry, 'entryId' | 'traceId'> {
  readonly decision: StoredDecision<Desk>;
}

export interface DeskStore<Desk extends DeskDefinition> {
  /** Fails when there is such an item. */
  opened(item: NewDeskItem<Desk>): Write;
  /** The item waits again, with new evidence; its decisions stay. Fails when there is no such item. */
  openedAgain(item: NewDeskItem<Desk>): Write;
  get(id: string): Promise<DeskItem<Desk> | undefined>;
  /** Newest first; without `status`, of all. */
  newest(limit: number, after?: ListPosition, status?: DeskStatus<Desk>): Promise<Listing<DeskItem<Desk>>>;
  /** How many are open. */
  count(): Promise<number>;
  /** One transaction: the item is decided, the audit has its entry, and `effects` happen. */
  decide(item: Decidable<Desk>, made: DecisionMade<Desk>, effects?: readonly Write[]): Promise<DecisionOutcome>;
  /**
   * Whether a call with this idempotency key has decided about the item before.
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
    newest: (limit, after, status) => newest(table, desk, { limit, after, status }),
    count: () => openItems(table, desk),
    decide: async (item, made, effects = []) => {
      const transition = decideOnce(desk, item, made.decision);
      if (transition.kind !== 'decided') return 'raced';
      const outcome = await table.transact([
        decided(desk, item, transition.decision),
        auditWrite(auditEntry(desk, item, made)),
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
  deskListSortKey(id, fingerprint, opened_at);

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
  { limit, after, status }: { limit: number; after: ListPosition | undefined; status: string | undefined },
): Promise<Listing<DeskItem<Desk>>> {
  const statuses = status === undefined ? [desk.open, ...Object.keys(desk.decisions)] : [status];
  const { items, next } = await listNewest(table, {
    index: tableSchema.listIndex,
    partitions: statuses.flatMap((each) => deskListPartitions(desk.name, each)),
    limit,
    after,
  });
  const found = await table.batchGet<StoredDeskItem<Desk>>(items.map(keyOf));
  return { items: found.map((item) => toDeskItem(desk, item)).filter((item) => item !== undefined), next };
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
