// What may be done with a dead letter, and why not the rest. A redrive is an operator's decision each time, and their
// number is bounded: that is what keeps a message that cannot succeed from going round for ever.
import type { DeadLetter } from '../../contracts/dead-letter.ts';
import { ulidOf } from '../../contracts/ids.ts';

/** How often one letter may be redriven. */
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
  if (letter.status !== 'parked') return refused('DEAD_LETTER.DECIDED_ALREADY', decidedBefore(letter));
  if (action === 'dismiss') return { kind: 'allowed' };
  if (letter.kind === 'stream') {
    return refused(
      'DEAD_LETTER.NO_EVENT',
      'it names positions in the stream, not an event: POST /jobs/sweep sends what is owed, POST /jobs/rebuild repairs read models; then dismiss it',
    );
  }
  if (!isOfItsEvent(letter)) {
    return refused(
      'DEAD_LETTER.NO_EVENT',
      'no event of the hub stands behind it, so nothing is owed for it: find out who sent it, then dismiss it',
    );
  }
  if (letter.redrives >= maxRedrives) {
    return refused(
      'DEAD_LETTER.TOO_MANY_REDRIVES',
      `it was redriven ${letter.redrives} times, of ${maxRedrives} allowed, and failed each time: submit the request again, then dismiss it`,
    );
  }
  return { kind: 'allowed' };
}

/** The same for people and clients: each action with its reason when it is not allowed. */
export function actionsOf(letter: DeadLetterFacts): DeadLetter['actions'] {
  const shown = (action: DeadLetterAction) => {
    const decision = decideAction(action, letter);
    return decision.kind === 'allowed' ? { allowed: true, why: null } : { allowed: false, why: decision.reason };
  };
  return { redrive: shown('redrive'), dismiss: shown('dismiss') };
}

/** A letter that took an event off the books has the event's id; any other got one of its own. */
function isOfItsEvent(letter: DeadLetterFacts): boolean {
  return letter.event_id !== null && ulidOf(letter.event_id) === ulidOf(letter.dead_letter_id);
}

function decidedBefore({ status, decisions }: DeadLetterFacts): string {
  const last = decisions.at(-1);
  const by = last === undefined ? '' : ` by ${last.decided_by} at ${last.decided_at}`;
  const meaning =
    status === 'redriven' ? 'its event is back at work, and is parked again if it fails' : 'nothing more is to be done';
  return `it was ${status}${by}: ${meaning}`;
}

const refused = (code: string, reason: string): ActionDecision => ({ kind: 'refused', code, reason });
