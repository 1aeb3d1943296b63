// W3C trace context: parses, starts and continues `traceparent`. Pure: the caller passes the random source.

/** Random bytes as lower-case hex. */
export type RandomHex = (bytes: number) => string;

export interface TraceContext {
  /** 32 hex digits, never all zero. */
  readonly traceId: string;
  /** 16 hex digits, never all zero. */
  readonly parentId: string;
  readonly sampled: boolean;
}

// Two digits of version, trace id, parent id, two digits of flags; later versions may append fields after a dash.
const shape = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Returns undefined for an absent or invalid header; the caller then starts a new trace. */
export function parseTraceparent(header: string | undefined): TraceContext | undefined {
  const [, version, traceId = '', parentId = '', flags = '', rest] = shape.exec(header?.trim() ?? '') ?? [];
  if (version === undefined || version === 'ff') return undefined;
  if (version === '00' && rest !== undefined) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  return { traceId, parentId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Starts a trace; it is sampled. */
export function newTraceparent(random: RandomHex): string {
  return `00-${nonZero(16, random)}-${nonZero(8, random)}-01`;
}

/** Starts a child span in the trace of `traceparent`, or in a new trace when it is absent or invalid. */
export function childTraceparent(traceparent: string | undefined, random: RandomHex): string {
  const parent = parseTraceparent(traceparent);
  if (parent === undefined) return newTraceparent(random);
  return `00-${parent.traceId}-${nonZero(8, random)}-${parent.sampled ? '01' : '00'}`;
}

/** The trace id of a valid `traceparent`. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  return parseTraceparent(traceparent)?.traceId;
}

/** W3C declares all-zero ids invalid. A random one is as unlikely as a collision, but the guard is one line. */
function nonZero(bytes: number, random: RandomHex): string {
  const drawn = random(bytes);
  return /[^0]/.test(drawn) ? drawn : `${drawn.slice(0, -1)}1`;
}
