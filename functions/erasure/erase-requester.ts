// Erases a requester's data in stored steps, so that a repeated request continues after the last step.
import type { Pause } from '../../shared/async/backoff.ts';
import type { Actor } from '../../shared/contracts/actor.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import type { Erasure } from '../../shared/contracts/intake.ts';
import { comparableAddress } from '../../shared/core/intake/requester-address.ts';
import { invalidRequest } from '../../shared/errors/invalid-request.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { ErasureState, ErasureStore } from '../../shared/table/erasure/erasure-store.ts';
import type { RequesterDataStore } from '../../shared/table/erasure/requester-data-store.ts';

export interface EraseRequesterDeps {
  readonly erasures: Pick<ErasureStore, 'hashOf' | 'beginOrResume' | 'state' | 'advance'>;
  readonly requesterData: RequesterDataStore;
  readonly now: () => Date;
  readonly newUlid: () => string;
  readonly pause: Pause;
  /** The lowest event id of this time. */
  readonly eventIdAt: (ms: number) => string;
}

export interface EraseRequester {
  readonly requesterEmail: string;
  readonly reason: string;
  readonly requestedBy: Actor;
}

/** Well below the function's timeout, in milliseconds, so that the function can answer with the progress. */
const budgetMs = 8000;
/** Number of submissions per step, so that a step ends well before the function's timeout. */
const mostAtOnce = 25;
/** Longer than the delay of an index, in milliseconds; events of this time are walked again. */
const lagMs = 600_000;
/** Delay of the index, in milliseconds; the last walk begins when the index shows all events of the request's time. */
const settleMs = 3000;

/** @returns the erasure; `running` when time ran out, then the same request continues it */
export async function eraseRequester(input: EraseRequester, deps: EraseRequesterDeps): Promise<Erasure> {
  refuseAddressInReason(input);
  const deadline = deps.now().getTime() + budgetMs;
  let state = await begin(input, deps);
  // Each call does at least one step, so that repeated requests complete the erasure.
  do {
    state = await step(state, input, deps);
  } while (state.erasure.status === 'running' && deps.now().getTime() < deadline);
  return state.erasure;
}

async function begin({ requesterEmail, reason, requestedBy }: EraseRequester, deps: EraseRequesterDeps) {
  return deps.erasures.beginOrResume({
    erasure: {
      erasure_id: makeId('erasure', deps.newUlid()),
      requester_hash: await deps.erasures.hashOf(requesterEmail),
      status: 'running',
      submissions_erased: 0,
      documents_erased: 0,
      reason,
      requested_by: requestedBy.name,
      requested_at: deps.now().toISOString(),
      completed_at: null,
    },
    requestedById: requestedBy.subject,
    position: deps.requesterData.firstPosition(),
  });
}

/**
 * Erases a part of the found submissions, and reads the next page when none is left. The found submissions are stored,
 * so that a crash loses none of them.
 */
async function step(
  state: ErasureState,
  { requesterEmail, requestedBy }: EraseRequester,
  deps: EraseRequesterDeps,
): Promise<ErasureState> {
  const { erasure, position, inHand } = state;
  const mark = { erasureId: erasure.erasure_id, by: requestedBy, at: deps.now().toISOString() };
  const done = { submissions: 0, documents: 0 };
  for (const submissionId of inHand.slice(0, mostAtOnce)) {
    const { erased, documents } = await deps.requesterData.erase(submissionId, requesterEmail, mark);
    done.submissions += erased ? 1 : 0;
    done.documents += documents;
  }
  const rest = inHand.slice(mostAtOnce);
  const page = rest.length > 0 ? { submissionIds: rest, next: position } : await nextPage(state, requesterEmail, deps);
  const completed = page.next === null && page.submissionIds.length === 0;
  await deps.erasures.advance(state, {
    position: page.next,
    inHand: page.submissionIds,
    ...done,
    completedAt: completed ? deps.now().toISOString() : undefined,
  });
  // Reads it again, because a concurrent call may have advanced it.
  return found(await deps.erasures.state(erasure.erasure_id), 'erasure', erasure.erasure_id);
}

async function nextPage({ erasure, position }: ErasureState, requesterEmail: string, deps: EraseRequesterDeps) {
  if (position === null) return { submissionIds: [], next: null };
  if (position.place === 'newest') {
    await deps.pause(Math.max(0, Date.parse(erasure.requested_at) + settleMs - deps.now().getTime()));
  }
  const recent = deps.eventIdAt(Date.parse(erasure.requested_at) - lagMs);
  return deps.requesterData.find(requesterEmail, position, recent);
}

/** The reason is stored, so it must not contain the address. */
function refuseAddressInReason({ requesterEmail, reason }: EraseRequester): void {
  if (!comparableAddress(reason).includes(comparableAddress(requesterEmail))) return;
  throw invalidRequest([{ pointer: '#/reason', detail: 'must not contain the address, because the reason is stored' }]);
}
