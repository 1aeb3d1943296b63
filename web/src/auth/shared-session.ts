// Shares one session among all open tabs of a hub: a new tab asks, a signed-in tab answers, and every tab hears of
// sign-in and sign-out. Tokens pass from memory to memory, so nothing stays on the disk after the last tab closes.
import { type Session, type SessionStore, sessionOf } from './session.ts';

/** Used subset of `BroadcastChannel`. */
export interface Channel {
  postMessage(message: Message): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

type Message =
  | { readonly kind: 'asked' | 'ended' }
  | { readonly kind: 'answered' | 'begun'; readonly session: Session };

export interface SharedSession extends SessionStore {
  /** Asks the other tabs while this tab has no session. Settles after an answer or a short timeout. */
  join(): Promise<void>;
}

/** An open tab answers within a few milliseconds; a person does not notice this delay. */
const answerMs = 150;

/** @param waitMs Time that a new tab waits for an answer. @default 150 */
export function shareSession(own: SessionStore, channel: Channel, waitMs = answerMs): SharedSession {
  /** Ends the wait for an answer; null while none is pending, so that a late answer does not undo a sign-out. */
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
