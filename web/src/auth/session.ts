// Who is signed in. Kept in sessionStorage, so it ends with the tab; ends by itself when the token expires.
import { type Signal, signal } from '@preact/signals';
import { highestRole, type Role } from '../../../shared/contracts/values/permissions.ts';

export interface Session {
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number;
  /** For the person to see. */
  readonly name: string;
  /** As the API names the person, for example in who uploaded a document. */
  readonly actor: string;
  readonly role: Role;
}

export interface SessionStore {
  /** Null when nobody is signed in. */
  readonly current: Signal<Session | null>;
  /** True after a session ended without being asked to, so that the sign-in page can say so. */
  readonly expired: Signal<boolean>;
  begin(session: Session): void;
  /** Because the person wants to leave. */
  end(): void;
  /** Calls `listener` at each such end, in this tab or another; never when a session expires. */
  onEnd(listener: () => void): void;
  /** Because the token is no longer accepted; the page stays where it is. */
  expire(): void;
  token(): string | null;
}

/** The part of `sessionStorage` that is used. */
interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const storageKey = 'hub.session';
/** Ends a little early, so that no call is sent with a token that expires on its way. */
const earlyMs = 5000;
/** `setTimeout` counts in 32 bits. */
const maxTimerMs = 2 ** 31 - 1;

export function createSessionStore(storage: Storage, now: () => number = Date.now): SessionStore {
  const current = signal<Session | null>(null);
  const expired = signal(false);
  const listeners: (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const set = (session: Session | null) => {
    clearTimeout(timer);
    if (session === null) storage.removeItem(storageKey);
    else timer = setTimeout(expire, Math.min(maxTimerMs, session.expiresAtMs - earlyMs - now()));
    current.value = session;
  };
  function expire() {
    if (current.value === null) return;
    expired.value = true;
    set(null);
  }

  const kept = parseSession(storage.getItem(storageKey));
  if (kept !== null && kept.expiresAtMs - earlyMs > now()) set(kept);
  else if (kept !== null) expired.value = true;

  return {
    current,
    expired,
    begin(session) {
      storage.setItem(storageKey, JSON.stringify(session));
      expired.value = false;
      set(session);
    },
    end() {
      expired.value = false;
      set(null);
      for (const listener of listeners) listener();
    },
    onEnd: (listener) => void listeners.push(listener),
    expire,
    token: () => current.value?.accessToken ?? null,
  };
}

function parseSession(text: string | null): Session | null {
  if (text === null) return null;
  try {
    return sessionOf(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A session that was kept or sent as data, or null when it is none. */
export function sessionOf(value: unknown): Session | null {
  if (typeof value !== 'object' || value === null) return null;
  const { accessToken, expiresAtMs, name, actor, role } = value as Readonly<Record<string, unknown>>;
  const known = highestRole([role]);
  if (typeof accessToken !== 'string' || typeof expiresAtMs !== 'number' || known === undefined) return null;
  if (typeof actor !== 'string') return null;
  return { accessToken, expiresAtMs, name: String(name), actor, role: known };
}
