// Dead letters: messages that failed for good, with the reason, where an operator sees them and decides about them.
import type { DeadLetter, DeadLetterStatus } from '../../contracts/dead-letter.ts';
import { makeId, ulidOf } from '../../contracts/ids.ts';
import { actionsOf } from '../../core/desk/dead-letter-decisions.ts';
import type { EventClaim } from '../../core/events/event-claim.ts';
import { type OnceRequest, refuseReuse } from '../../core/idempotency/once-request.ts';
import { type HubTable, putNew, type Write } from '../engine/hub-table.ts';
import { shardNames, shardOf, tableSchema } from '../engine/keys.ts';
import { type Listing, type ListPosition, listNewest } from '../engine/listing.ts';
import type { EventItem } from '../outbox/items.ts';
import { eventKey } from '../outbox/keys.ts';
import { pendingAsClaimed, putBackToWork } from '../outbox/outbox.ts';
import type { DeadLetterItem, StoredDecision } from './items.ts';
import { deadLetterKey, deadLetterListPartition, decidedLetterListPartition } from './keys.ts';

/** The event that a parked message was about, and what the message said of it when it could be read. */
export interface ParkedEvent {
  readonly correlationId: string;
  readonly eventId: string;
  readonly claim?: EventClaim;
  /** When the message was put on its queue, ISO 8601: a copy from before a redrive says nothing of the event any more. */
  readonly sentAt: string;
}

/** What park knows of a letter; what was decided about it is kept by the store. */
export type NewDeadLetter = Omit<DeadLetter, 'status' | 'redrives' | 'decisions' | 'actions'>;

export type ParkOutcome = 'parked' | 'parked-before' | 'settled';

/** `raced`: the letter is not as it was read, or its event is not dead-lettered any more; nothing is written. */
export type DecisionOutcome = 'decided' | 'raced';

export interface DeadLetterStore {
  /**
   * Parks a message once, whatever is redelivered, and takes its event off the books of what is still owed.
   * A message about an event that the outbox does not know, or knows otherwise, is parked alone, under `letter`'s own id.
   * `settled` when the event was completed by another delivery meanwhile, or put back to work since the message was sent:
   * then there is nothing to park.
   */
  park(letter: NewDeadLetter, event?: ParkedEvent): Promise<ParkOutcome>;
  get(deadLetterId: string): Promise<DeadLetter | undefined>;
  /** Newest first; without `status`, of all. */
  newest(limit: number, after?: ListPosition, status?: DeadLetterStatus): Promise<Listing<DeadLetter>>;
  /** How many are parked. */
  count(): Promise<number>;
  /** One transaction: the letter is redriven, its event is owed again. */
  redrive(letter: DeadLetter, event: EventItem, decision: StoredDecision): Promise<DecisionOutcome>;
  dismiss(letter: DeadLetter, decision: StoredDecision): Promise<DecisionOutcome>;
  /**
   * Whether a call with this idempotency key has decided about the letter before.
   * @throws HubError `IDEMPOTENCY.KEY_REUSED` (422) when it asked for something else.
   */
  decidedWith(deadLetterId: string, once: OnceRequest): Promise<boolean>;
}

/** Dead letters are rare, and each reader of the overview counts them: few shards, whatever the other lists have. */
const shards = 4;

const listPartition = (status: DeadLetterStatus, shard: string): string =>
  status === 'parked' ? deadLetterListPartition(shard) : decidedLetterListPartition(status, shard);
const partitionsOf = (status: DeadLetterStatus): readonly string[] =>
  shardNames(shards).map((shard) => listPartition(status, shard));

export function deadLetterStore(table: HubTable): DeadLetterStore {
  const { listIndex } = tableSchema;
  return {
    park: (letter, event) => park(table, letter, event),
    get: async (id) => toDeadLetter(await table.get<DeadLetterItem>(deadLetterKey(id))),
    newest: async (limit, after, status) => {
      const partitions =
        status === undefined
          ? [...partitionsOf('parked'), ...partitionsOf('redriven'), ...partitionsOf('dismissed')]
          : partitionsOf(status);
      const { items, next } = await listNewest(table, { index: listIndex, partitions, limit, after });
      const found = await table.batchGet<DeadLetterItem>(
        items.map((key) => ({ pk: String(key['pk']), sk: String(key['sk']) })),
      );
      return { items: found.map(toDeadLetter).filter((letter) => letter !== undefined), next };
    },
    count: async () => {
      const pages = await Promise.all(
        partitionsOf('parked').map((partition) =>
          table.query({
            IndexName: listIndex.name,
            KeyConditionExpression: `${listIndex.partitionKey} = :partition`,
            ExpressionAttributeValues: { ':partition': partition },
            Select: 'COUNT',
          }),
        ),
      );
      return pages.reduce((sum, page) => sum + page.count, 0);
    },
    redrive: (letter, event, decision) =>
      decide(table, [decided(letter, decision), putBackToWork(event, decision.decided_at)]),
    dismiss: (letter, decision) => decide(table, [decided(letter, decision)]),
    decidedWith: async (id, request) => {
      const item = await table.get<DeadLetterItem>(deadLetterKey(id));
      const made = item?.decisions?.find(({ once }) => once?.keyHash === request.keyHash);
      refuseReuse(made?.once?.fingerprint, request);
      return made !== undefined;
    },
  };
}

async function decide(table: HubTable, writes: readonly Write[]): Promise<DecisionOutcome> {
  return (await table.transact(writes)).kind === 'written' ? 'decided' : 'raced';
}

/** Holds only for the letter as it was read: parked, and not redriven and parked again since. */
function decided(letter: DeadLetter, decision: StoredDecision): Write {
  const { dead_letter_id, redrives } = letter;
  const again = decision.action === 'redriven' ? 1 : 0;
  return {
    Update: {
      Key: deadLetterKey(dead_letter_id),
      UpdateExpression:
        'SET #status = :decided, redrives = :redrives, list_pk = :list, decisions = list_append(if_not_exists(decisions, :none), :decision)',
      ConditionExpression: `#status = :parked AND ${redrives === 0 ? '(attribute_not_exists(redrives) OR redrives = :seen)' : 'redrives = :seen'}`,
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':decided': decision.action,
        ':parked': 'parked',
        ':seen': redrives,
        ':redrives': redrives + again,
        ':list': listPartition(decision.action, shardOf(dead_letter_id, shards)),
        ':none': [],
        ':decision': [decision],
      },
    },
  };
}

async function park(table: HubTable, letter: NewDeadLetter, event: ParkedEvent | undefined): Promise<ParkOutcome> {
  if (event === undefined) return parkAlone(table, letter);
  // One letter an event: its id is the event's.
  const own = { ...letter, dead_letter_id: makeId('deadLetter', ulidOf(event.eventId)) };
  const outcome = await table.transact([putOnce(own), deadLettered(event, letter.parked_at)]);
  if (outcome.kind === 'written') return 'parked';
  // There is a letter already. When its event was put back to work since and failed again, the letter tells of the last time.
  if (outcome.failed.includes(0)) {
    const again = await table.transact([parkAgain(own), deadLettered(event, letter.parked_at)]);
    if (again.kind === 'written') return 'parked';
  }
  const known = await table.get<EventItem>(eventKey(event.correlationId, event.eventId));
  if (known?.event_status === 'pending' && (known.pending_since ?? '') > lastSentOf(event)) return 'settled';
  if (known === undefined || known.event_status === 'pending') return parkAlone(table, letter);
  return known.event_status === 'completed' ? 'settled' : 'parked-before';
}

async function parkAlone(table: HubTable, letter: NewDeadLetter): Promise<ParkOutcome> {
  return (await table.transact([putOnce(letter)])).kind === 'written' ? 'parked' : 'parked-before';
}

function putOnce(letter: NewDeadLetter): Write {
  const { dead_letter_id, ...fields } = letter;
  const item: DeadLetterItem = {
    ...deadLetterKey(dead_letter_id),
    entity: 'dead_letter',
    ...fields,
    status: 'parked',
    redrives: 0,
    decisions: [],
    list_pk: listPartition('parked', shardOf(dead_letter_id, shards)),
    list_sk: dead_letter_id,
  };
  return putNew(item);
}

/** The letter with its new cause; decisions and their number stay. */
function parkAgain({ dead_letter_id, cause, attempts, parked_at, trace_id, body }: NewDeadLetter): Write {
  return {
    Update: {
      Key: deadLetterKey(dead_letter_id),
      UpdateExpression:
        'SET #status = :parked, cause = :cause, attempts = :attempts, parked_at = :at, trace_id = :trace, body = :body, list_pk = :list',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':parked': 'parked',
        ':cause': cause,
        ':attempts': attempts,
        ':at': parked_at,
        ':trace': trace_id,
        ':body': body,
        ':list': listPartition('parked', shardOf(dead_letter_id, shards)),
      },
    },
  };
}

/** Clocks of the queue and of the functions may differ by so much, in milliseconds. */
const skewMs = 5000;
const lastSentOf = ({ sentAt }: ParkedEvent): string => new Date(Date.parse(sentAt) + skewMs).toISOString();

function deadLettered(event: ParkedEvent, at: string): Write {
  const { correlationId, eventId, claim } = event;
  const condition = claim === undefined ? 'event_status = :pending' : pendingAsClaimed.expression;
  return {
    Update: {
      Key: eventKey(correlationId, eventId),
      UpdateExpression:
        'SET event_status = :dead, version = version + :one, dead_lettered_at = :at REMOVE pending_pk, pending_sk',
      ConditionExpression: `${condition} AND (attribute_not_exists(pending_since) OR pending_since <= :sent)`,
      ...(claim === undefined ? {} : { ExpressionAttributeNames: pendingAsClaimed.names }),
      ExpressionAttributeValues: {
        ':dead': 'dead_lettered',
        ':one': 1,
        ':at': at,
        ':pending': 'pending',
        ':sent': lastSentOf(event),
        ...(claim === undefined ? {} : pendingAsClaimed.values(claim)),
      },
    },
  };
}

function toDeadLetter(item: DeadLetterItem | undefined): DeadLetter | undefined {
  if (item === undefined) return undefined;
  const { pk: _, sk: __, entity: ___, list_pk: ____, list_sk, redrives = 0, decisions = [], ...fields } = item;
  const facts = {
    dead_letter_id: list_sk,
    ...fields,
    redrives,
    decisions: decisions.map(({ once: _____, ...decision }) => decision),
  };
  return { ...facts, actions: actionsOf(facts) };
}
