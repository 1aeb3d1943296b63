// Loads a value and keeps it fresh: polls while the tab is visible and keeps the last value when a poll fails.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { abortedCode, type Problem, type Result } from '../api/problem.ts';
import { startPolling } from './polling.ts';

export interface Live<T> {
  /** The newest value; undefined before the first success. */
  readonly value: T | undefined;
  readonly etag: string | null;
  /** Problem of the last read; the value may then be stale. */
  readonly problem: Problem | null;
  /** Time of the last success, in milliseconds since 1970. */
  readonly checkedAtMs: number | null;
  /** Reads now. */
  readonly reload: () => void;
}

export interface LiveOptions<T> {
  /** Identity of the value; another key starts over, null reads nothing. */
  readonly key: string | null;
  readonly load: (signal: AbortSignal) => Promise<Result<T>>;
  /** Milliseconds until the next read, depending on the value. */
  readonly everyMs: (value: T | undefined) => number;
}

interface State<T> {
  readonly value: T | undefined;
  readonly etag: string | null;
  readonly problem: Problem | null;
  readonly checkedAtMs: number | null;
}

const nothing = { value: undefined, etag: null, problem: null, checkedAtMs: null };

export function useLive<T>(options: LiveOptions<T>): Live<T> {
  const state = useSignal<State<T>>(nothing);
  const latest = useRef(options);
  latest.current = options;
  const reload = useRef(() => {});

  useEffect(() => {
    state.value = nothing;
    if (options.key === null) return undefined;
    const polling = startPolling({
      async load(signal) {
        const result = await latest.current.load(signal);
        if (signal.aborted || (!result.ok && result.problem.code === abortedCode)) return true;
        state.value = next(state.peek(), result);
        return result.ok;
      },
      everyMs: () => latest.current.everyMs(state.peek().value),
    });
    reload.current = polling.now;
    return polling.stop;
  }, [options.key]);

  return { ...state.value, reload: () => reload.current() };
}

function next<T>(before: State<T>, result: Result<T>): State<T> {
  if (!result.ok) return { ...before, problem: result.problem };
  return { value: result.value, etag: result.etag, problem: null, checkedAtMs: Date.now() };
}
