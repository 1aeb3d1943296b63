// The desk of dead letters, and which actions a letter allows, with the reason for a refusal. Each redrive is an
// operator's decision, and their number is bounded, so that a message that cannot succeed does not loop for ever.
import { type DeadLetter, deadLetterEvidence, deadLetterSubject } from '../../contracts/dead-letter.ts';
import { ulidOf } from '../../contracts/ids.ts';
import { type DeskDefinition, type DeskItem, decidedBefore } from './desk.ts';
import { deadLetterList } from './desk-names.ts';

export const deadLetterDesk = {
  ...deadLetterList,
  entity: 'dead_letter',
  decisions: {
    redriven: 'its event is pending again, and is parked again if it fails',
    dismissed: 'it needs no action',
  },
  subject: deadLetterSubject,
  evidence: deadLetterEvidence,
} as const satisfies DeskDefinition;

/** Maximum number of redrives of one dead letter. */
export const maxRedrives = 5;

export type DeadLetterAction = 'redrive' | 'dismiss';

export type DeadLetterFacts = Pick<
  DeadLetter,
  'dead_letter_id' | 'kind' | 'status' | 'event_id' | 'redrives' | 'decisions'
>;

export type ActionDecision =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string };

export function decideAction(action: DeadLetterAction, letter: DeadLetterFacts): ActionDecision {
  const before = decidedBefore(deadLetterDesk, letter);
  if (before !== undefined) return refused('DEAD_LETTER.DECIDED_ALREADY', before);
  if (action === 'dismiss') return { kind: 'allowed' };
  if (letter.kind === 'stream') {
    return refused(
      'DEAD_LETTER.NO_EVENT',
      'it names positions in the stream, not an event: POST /jobs/sweep sends pending events, POST /jobs/rebuild repairs read models; then dismiss it',
    );
  }
  if (!isOfItsEvent(letter)) {
    return refused(
      'DEAD_LETTER.NO_EVENT',
      'it belongs to no event of the hub, so there is nothing to redrive: find out who sent it, then dismiss it',
    );
  }
  if (letter.redrives >= maxRedrives) {
    return refused(
      'DEAD_LETTER.TOO_MANY_REDRIVES',
      `it failed after each of ${letter.redrives} redrives, and ${maxRedrives} are allowed: submit the request again, then dismiss it`,
    );
  }
  return { kind: 'allowed' };
}

/** All actions with the reason for each refusal, as the contract shows them. */
export function actionsOf(letter: DeadLetterFacts): DeadLetter['actions'] {
  const shown = (action: DeadLetterAction) => {
    const decision = decideAction(action, letter);
    return decision.kind === 'allowed' ? { allowed: true, why: null } : { allowed: false, why: decision.reason };
  };
  return { redrive: shown('redrive'), dismiss: shown('dismiss') };
}

/** A dead letter of an event has the ULID of the event; others have their own. */
function isOfItsEvent(letter: DeadLetterFacts): boolean {
  return letter.event_id !== null && ulidOf(letter.event_id) === ulidOf(letter.dead_letter_id);
}

const refused = (code: string, reason: string): ActionDecision => ({ kind: 'refused', code, reason });

/** A letter as people and clients read it. */
export function toDeadLetter(item: DeskItem<typeof deadLetterDesk>): DeadLetter {
  const { id, status, fingerprint, subject, evidence, opened_at, decisions } = item;
  const facts = {
    dead_letter_id: id,
    status,
    fingerprint,
    ...subject,
    ...evidence,
    parked_at: opened_at,
    redrives: decisions.filter(({ action }) => action === 'redriven').length,
    decisions: [...decisions],
  };
  return { ...facts, actions: actionsOf(facts) };
}
