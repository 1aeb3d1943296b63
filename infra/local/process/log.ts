// The human-readable log on standard error: one line per request, batch and schedule.

export interface Log {
  /** Writes a line with a time prefix. */
  line(text: string): void;
  /** Receives the functions' output; absent without `--verbose`. */
  readonly output?: (functionName: string, chunk: string) => void;
}

/** @param write Receives whole lines without line ends. */
export function createLog(write: (line: string) => void, verbose: boolean): Log {
  return {
    line: (text) => write(`${new Date().toISOString().slice(11, 23)} ${text}`),
    ...(verbose && {
      output: (functionName: string, chunk: string) => {
        for (const line of chunk.split('\n').filter((text) => text.trim() !== '')) {
          write(`  ${functionName} | ${line}`);
        }
      },
    }),
  };
}

const traceparent = /00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;

/** Returns the first W3C trace id in the text, or a dash. */
export function traceIdIn(text: string | undefined): string {
  return traceparent.exec(text ?? '')?.[1] ?? '-';
}

/** Milliseconds since the instant, rounded. */
export function elapsed(sinceMs: number): string {
  return `${Math.round(performance.now() - sinceMs)} ms`;
}
