// One session for all open tabs of a hub: a new tab asks, a signed-in one answers, sign-in and sign-out are told to all.
// The token goes from memory to memory: nothing is left on the disk once the last tab is closed.
import { type Session, type SessionStore, sessionOf } from './session.ts';

/** The part of `BroadcastChannel` that is used. */
export interface Channel {
  postMessage(message: Message): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

type Message =
  | { readonly kind: 'asked' | 'ended' }
  | { readonly kind: 'answered' | 'begun'; readonly session: Session };

export interface SharedSession extends SessionStore {
  /** Asks the other tabs while nobody is signed in here. Settles once one answered, or after a moment without one. */
  join(): Promise<void>;
}

/** An open tab answers within a few milliseconds; a person does not notice this much. */
const answerMs = 150;

/** @param waitMs How long a new tab waits for an answer. @default 150 */
export function shareSession(own: SessionStore, channel: Channel, waitMs = answerMs): SharedSession {
  /** Ends the wait for an answer; null while none is wanted, so that a late one does not undo a sign-out. */
  let joined: (() => void) | null = null;
  const settle = () => {
    joined?.();
    joined = null;
  };
  const adopt = (session: Session | null) => {
    if (session !== null && own.current.peek() === null) own.begin(session);
    settle();
  };

  channel.addEventListener('message', ({ data }) => {
    const { kind, session } = data as { readonly kind: unknown; readonly session?: unknown };
    const mine = own.current.peek();
    if (kind === 'asked' && mine !== null) channel.postMessage({ kind: 'answered', session: mine });
    if (kind === 'begun' || (kind === 'answered' && joined !== null)) adopt(sessionOf(session));
    if (kind === 'ended') {
      settle();
      own.end();
    }
  });

  return {
    ...own,
    begin(session) {
      own.begin(session);
      settle();
      channel.postMessage({ kind: 'begun', session });
    },
    end() {
      own.end();
      channel.postMessage({ kind: 'ended' });
    },
    async join() {
      if (own.current.peek() !== null) return;
      await new Promise<void>((resolve) => {
        joined = resolve;
        channel.postMessage({ kind: 'asked' });
        setTimeout(settle, waitMs);
      });
    },
  };
}
