// Dead letters: messages that failed for good, with the reason, where an operator sees them and decides about them. Their
// events change in the same transactions.
import type { DeadLetter } from '../../contracts/dead-letter.ts';
import { makeId, ulidOf } from '../../contracts/ids.ts';
import { deadLetterDesk, toDeadLetter } from '../../core/desk/dead-letter-decisions.ts';
import type { Decidable, DeskDecision, DeskItem } from '../../core/desk/desk.ts';
import { fingerprintOf } from '../../core/desk/fingerprint.ts';
import type { OpenEntry } from '../../core/desk/groups.ts';
import type { EventClaim } from '../../core/events/event-claim.ts';
import type { IdempotentRequest } from '../../core/idempotency/idempotent-request.ts';
import type { HubTable, Write } from '../engine/hub-table.ts';
import type { Listing, ListPosition } from '../engine/listing.ts';
import type { EventItem } from '../outbox/items.ts';
import { eventKey } from '../outbox/keys.ts';
import { pendingAsClaimed, putBackToWork } from '../outbox/outbox.ts';
import {
  type DecisionMade,
  type DecisionOutcome,
  type DeskFilter,
  type DeskStore,
  deskStore,
  type NewDeskItem,
} from './desk-store.ts';

type Desk = typeof deadLetterDesk;
export type LetterDecision = DecisionMade<Desk>;

/** The event that a parked message was about, and what the message said of it when it could be read. */
export interface ParkedEvent {
  readonly correlationId: string;
  readonly eventId: string;
  readonly claim?: EventClaim;
  /** When the message was put on its queue, ISO 8601: a copy from before a redrive says nothing of the event any more. */
  readonly sentAt: string;
}

/** A letter as park writes it; the store keeps its decisions. */
export type NewDeadLetter = Omit<DeadLetter, 'status' | 'fingerprint' | 'redrives' | 'decisions' | 'actions'>;

export type ParkOutcome = 'parked' | 'parked-before' | 'settled';

export interface DeadLetterStore {
  /**
   * Parks a message once, whatever is redelivered, and ends the pending state of its event.
   * A message about an event that the outbox does not know, or knows otherwise, is parked alone, under `letter`'s own id.
   * `settled` when the event was completed by another delivery meanwhile, or put back to work since the message was sent:
   * then there is nothing to park.
   */
  park(letter: NewDeadLetter, event?: ParkedEvent): Promise<ParkOutcome>;
  get(deadLetterId: string): Promise<DeadLetter | undefined>;
  /** In the order of `ids`. */
  getMany(deadLetterIds: readonly string[]): Promise<readonly (DeadLetter | undefined)[]>;
  /** Newest first; without `status`, of all. */
  newest(limit: number, after?: ListPosition, filter?: DeskFilter<Desk>): Promise<Listing<DeadLetter>>;
  /** Number of parked letters. */
  count(): Promise<number>;
  /** Every parked letter, in no order. */
  parkedEntries(): Promise<readonly OpenEntry[]>;
  /** The last decision about a letter of each group, in the order of `fingerprints`. */
  lastNotes(fingerprints: readonly string[]): Promise<readonly (DeskDecision<Desk> | undefined)[]>;
  /** One transaction: the letter is redriven, its event is pending again. */
  redrive(letter: DeadLetter, event: EventItem, made: LetterDecision): Promise<DecisionOutcome>;
  dismiss(letter: DeadLetter, made: LetterDecision): Promise<DecisionOutcome>;
  /**
   * True when a call with this idempotency key has decided about the letter before.
   * @throws HubError `IDEMPOTENCY.KEY_REUSED` (422) when it asked for something else.
   */
  decidedWith(deadLetterId: string, once: IdempotentRequest): Promise<boolean>;
}

export function deadLetterStore(table: HubTable): DeadLetterStore {
  const desk = deskStore(table, deadLetterDesk);
  return {
    park: (letter, event) => park(table, desk, letter, event),
    get: async (id) => shown(await desk.get(id)),
    getMany: async (ids) => (await desk.getMany(ids)).map(shown),
    newest: async (limit, after, filter) => {
      const { items, next } = await desk.newest(limit, after, filter);
      return { items: items.map(toDeadLetter), next };
    },
    count: desk.count,
    parkedEntries: desk.openEntries,
    lastNotes: desk.lastNotes,
    redrive: (letter, event, made) =>
      desk.decide(decidable(letter), made, [putBackToWork(event, made.decision.decided_at)]),
    dismiss: (letter, made) => desk.decide(decidable(letter), made),
    decidedWith: desk.decidedWith,
  };
}

const shown = (item: DeskItem<Desk> | undefined): DeadLetter | undefined =>
  item === undefined ? undefined : toDeadLetter(item);

const decidable = ({ dead_letter_id, fingerprint, status, decisions }: DeadLetter): Decidable<Desk> => ({
  id: dead_letter_id,
  fingerprint,
  status,
  decisions,
});

function deskItem(letter: NewDeadLetter): NewDeskItem<Desk> {
  const { dead_letter_id, parked_at, cause, event_type } = letter;
  return {
    id: dead_letter_id,
    fingerprint: fingerprintOf({ desk: deadLetterDesk.name, ...cause, type: event_type }),
    // Each schema takes its own fields.
    subject: deadLetterDesk.subject.parse(letter),
    evidence: deadLetterDesk.evidence.parse(letter),
    opened_at: parked_at,
  };
}

async function park(
  table: HubTable,
  desk: DeskStore<Desk>,
  letter: NewDeadLetter,
  event: ParkedEvent | undefined,
): Promise<ParkOutcome> {
  const parkAlone = async (): Promise<ParkOutcome> =>
    (await table.transact([desk.opened(deskItem(letter))])).kind === 'written' ? 'parked' : 'parked-before';
  if (event === undefined) return parkAlone();
  // One letter an event: its id is the event's.
  const own = deskItem({ ...letter, dead_letter_id: makeId('deadLetter', ulidOf(event.eventId)) });
  const outcome = await table.transact([desk.opened(own), deadLettered(event, letter.parked_at)]);
  if (outcome.kind === 'written') return 'parked';
  // There is a letter already. When its event was put back to work since and failed again, the letter tells of the last time.
  if (outcome.failed.includes(0)) {
    const again = await table.transact([desk.openedAgain(own), deadLettered(event, letter.parked_at)]);
    if (again.kind === 'written') return 'parked';
  }
  const known = await table.get<EventItem>(eventKey(event.correlationId, event.eventId));
  if (known?.event_status === 'pending' && (known.pending_since ?? '') > lastSentOf(event)) return 'settled';
  if (known === undefined || known.event_status === 'pending') return parkAlone();
  return known.event_status === 'completed' ? 'settled' : 'parked-before';
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
