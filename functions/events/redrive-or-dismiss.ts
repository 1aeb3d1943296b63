// Decisions of operators about dead letters: redrive, which makes the letter's event owed again and sends it, or dismiss.
// A decision is kept with actor, instant and reason. Only a decision redrives, so no message loops by itself.
import type { Actor } from '../../shared/contracts/actor.ts';
import type { DeadLetter } from '../../shared/contracts/dead-letter.ts';
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import { type DeadLetterAction, decideAction, maxRedrives } from '../../shared/core/desk/dead-letter-decisions.ts';
import { idempotentRequestOf } from '../../shared/core/idempotency/idempotent-request.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { DeadLetterStore, LetterDecision } from '../../shared/table/desk/dead-letter-store.ts';
import type { EventStore } from '../../shared/table/outbox/event-store.ts';
import type { EventItem } from '../../shared/table/outbox/items.ts';
import { type RelayEventsDeps, sendAgain } from './relay-events.ts';

export interface DecideDeadLetterDeps extends RelayEventsDeps {
  readonly deadLetters: Pick<DeadLetterStore, 'get' | 'redrive' | 'dismiss' | 'decidedWith'>;
  readonly events: Pick<EventStore, 'get'>;
  readonly now: () => Date;
  readonly newUlid: () => string;
}

export interface DecisionMaker {
  readonly reason: string;
  readonly decidedBy: Actor;
  /** Trace of the request, for the audit. */
  readonly traceId: string;
  readonly idempotencyKeyHash: string | undefined;
  readonly payloadFingerprint?: string | undefined;
}
export type DecideDeadLetter = DecisionMaker & { readonly deadLetterId: string };

/** @throws HubError not-found, or conflict with the reason why it cannot be redriven. */
export async function redriveDeadLetter(input: DecideDeadLetter, deps: DecideDeadLetterDeps): Promise<DeadLetter> {
  const { letter, event } = await makeOwedAgain(input, deps);
  // The decision stands whatever the queue says: an event that is owed is found by the sweep a minute later.
  await sendAgain([event], deps);
  return letter;
}

/** @throws HubError not-found, or conflict with the earlier decision. */
export async function dismissDeadLetter(input: DecideDeadLetter, deps: DecideDeadLetterDeps): Promise<DeadLetter> {
  const letter = await letterOf(input, deps);
  if (await madeBefore(input, deps)) return letter;
  refuseUnlessAllowed('dismiss', letter);
  const outcome = await deps.deadLetters.dismiss(letter, decisionOf('dismissed', input, deps));
  return after(outcome, 'dismiss', input, deps);
}

export interface OwedAgain {
  readonly letter: DeadLetter;
  readonly event: EventItem;
}

/** Letter and event change in one transaction. A crash after it leaves an owed event, which the sweep sends. */
export async function makeOwedAgain(input: DecideDeadLetter, deps: DecideDeadLetterDeps): Promise<OwedAgain> {
  const letter = await letterOf(input, deps);
  if (await madeBefore(input, deps)) return { letter, event: await eventOf(letter, deps) };
  refuseUnlessAllowed('redrive', letter);
  const event = await eventOf(letter, deps);
  if (event.event_status !== 'dead_lettered') {
    // Somebody may have decided between the two reads; then that is the reason.
    refuseUnlessAllowed('redrive', await letterOf(input, deps));
    throw eventElsewhere(event);
  }
  const outcome = await deps.deadLetters.redrive(letter, event, decisionOf('redriven', input, deps));
  return { letter: await after(outcome, 'redrive', input, deps), event };
}

async function letterOf({ deadLetterId }: DecideDeadLetter, deps: DecideDeadLetterDeps): Promise<DeadLetter> {
  return found(await deps.deadLetters.get(deadLetterId), 'dead letter', deadLetterId);
}

/** True when this call has been carried out before and only its answer was lost. */
async function madeBefore(input: DecideDeadLetter, deps: DecideDeadLetterDeps): Promise<boolean> {
  const once = idempotentRequestOf(input);
  return once !== undefined && (await deps.deadLetters.decidedWith(input.deadLetterId, once));
}

async function eventOf(letter: DeadLetter, deps: DecideDeadLetterDeps): Promise<EventItem> {
  const eventId = makeId('event', ulidOf(letter.dead_letter_id));
  return found(await deps.events.get(letter.correlation_id ?? '', eventId), 'event', eventId);
}

function refuseUnlessAllowed(action: DeadLetterAction, letter: DeadLetter): void {
  const decision = decideAction(action, letter);
  if (decision.kind === 'allowed') return;
  throw new HubError({
    kind: 'conflict',
    code: decision.code,
    message: `dead letter ${letter.dead_letter_id}: ${decision.reason}`,
    details: {
      current_status: letter.status,
      redrives: letter.redrives,
      most_redrives: maxRedrives,
      ...decisionDetails(letter),
    },
  });
}

/** The newest decision about a letter with its actor and instant; nothing for a parked letter. */
function decisionDetails({ status, decisions }: DeadLetter): Readonly<Record<string, unknown>> {
  const last = status === 'parked' ? undefined : decisions.at(-1);
  if (last === undefined) return {};
  const { action, decided_by, decided_at } = last;
  return { decision: { action, decided_by, decided_at } };
}

/** The letter after the decision; after a faster decision of another operator, the reason for the refusal. */
async function after(
  outcome: 'decided' | 'raced',
  action: DeadLetterAction,
  input: DecideDeadLetter,
  deps: DecideDeadLetterDeps,
): Promise<DeadLetter> {
  const letter = await letterOf(input, deps);
  if (outcome === 'decided') return letter;
  refuseUnlessAllowed(action, letter);
  throw new HubError({
    kind: 'transient',
    code: 'DEAD_LETTER.CONTENDED',
    message: `dead letter ${letter.dead_letter_id} was changed at the same moment; read it and try again`,
  });
}

const eventElsewhere = (event: EventItem): HubError =>
  new HubError({
    kind: 'conflict',
    code: 'DEAD_LETTER.EVENT_NOT_PARKED',
    message: `the event of this dead letter is ${event.event_status}, not dead_lettered: it needs no redrive; dismiss the letter`,
    details: { event_status: event.event_status },
  });

function decisionOf(
  action: 'redriven' | 'dismissed',
  input: DecideDeadLetter,
  deps: DecideDeadLetterDeps,
): LetterDecision {
  const once = idempotentRequestOf(input);
  return {
    decision: {
      action,
      decided_by: input.decidedBy.name,
      decided_by_id: input.decidedBy.subject,
      reason: input.reason,
      decided_at: deps.now().toISOString(),
      ...(once === undefined ? {} : { once }),
    },
    entryId: makeId('auditEntry', deps.newUlid()),
    traceId: input.traceId,
  };
}
