// A polling loop that pauses while the tab is hidden and backs off while reads fail.

export interface PollingOptions {
  /** Returns whether it succeeded. It never rejects. */
  readonly load: (signal: AbortSignal) => Promise<boolean>;
  /** Milliseconds until the next read. */
  readonly everyMs: () => number;
}

const maxDelayMs = 30_000;

export function startPolling({ load, everyMs }: PollingOptions): { now(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = new AbortController();
  let failures = 0;

  const run = async () => {
    clearTimeout(timer);
    running.abort();
    const mine = new AbortController();
    running = mine;
    const succeeded = await load(mine.signal);
    if (mine.signal.aborted) return;
    failures = succeeded ? 0 : failures + 1;
    // Exponential backoff from the usual interval up to 30 s, so that a failing hub gets fewer requests than a healthy
    // one.
    const delayMs = Math.min(Math.max(maxDelayMs, everyMs()), everyMs() * 2 ** failures);
    if (!document.hidden) timer = setTimeout(run, delayMs);
  };
  const onVisibility = () => {
    if (document.hidden) clearTimeout(timer);
    else void run();
  };

  document.addEventListener('visibilitychange', onVisibility);
  void run();
  return {
    now: () => void run(),
    stop() {
      document.removeEventListener('visibilitychange', onVisibility);
      clearTimeout(timer);
      running.abort();
    },
  };
}
