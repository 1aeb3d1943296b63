// The session of the signed-in person. It is stored in sessionStorage, ends with the tab, and expires with the token.
import { type Signal, signal } from '@preact/signals';
import { highestRole, type Role } from '../../../shared/contracts/values/permissions.ts';

export interface Session {
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number;
  /** Display name. */
  readonly name: string;
  /** Name in the API's data, for example the uploader of a document. */
  readonly actor: string;
  readonly role: Role;
}

export interface SessionStore {
  /** Null without a session. */
  readonly current: Signal<Session | null>;
  /** True after a session expired or was refused; the sign-in page then says so. */
  readonly expired: Signal<boolean>;
  begin(session: Session): void;
  /** Ends the session on the person's request. */
  end(): void;
  /** Calls `listener` after each sign-out, in this tab or another; never after an expiry. */
  onEnd(listener: () => void): void;
  /** Ends the session because the API refuses the token; the route stays. */
  expire(): void;
  token(): string | null;
}

/** Used subset of `sessionStorage`. */
interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const storageKey = 'hub.session';
/** Expires slightly early, so that no request carries a token that expires on its way. */
const earlyMs = 5000;
/** `setTimeout` is limited to 32 bits. */
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

/** Parses a stored or received session; null when invalid. */
export function sessionOf(value: unknown): Session | null {
  if (typeof value !== 'object' || value === null) return null;
  const { accessToken, expiresAtMs, name, actor, role } = value as Readonly<Record<string, unknown>>;
  const known = highestRole([role]);
  if (typeof accessToken !== 'string' || typeof expiresAtMs !== 'number' || known === undefined) return null;
  if (typeof actor !== 'string') return null;
  return { accessToken, expiresAtMs, name: String(name), actor, role: known };
}
