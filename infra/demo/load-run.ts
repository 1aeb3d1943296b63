// Sends submissions at a constant rate regardless of earlier answers (open-loop load), so that a slow hub cannot slow
// its own measurement. Latencies count from the due time of a request, which avoids coordinated omission.
import { type HubApi, refusalOf } from './hub-api.ts';

export interface LoadOptions {
  /** Submissions per second. */
  readonly rate: number;
  readonly seconds: number;
  /** Stops new requests; open ones still count. */
  readonly stop: AbortSignal;
  /** Time to wait for accepted submissions to become visible, in milliseconds. @default 30000 */
  readonly giveUpAfterMs?: number;
  /** Removes visible submissions from `pending`. @default reads the dashboard's rows over the API */
  readonly look?: (state: LoadState) => Promise<void>;
}

export interface LoadState {
  sent: number;
  accepted: number;
  /** Number of 429 and 503 answers: temporary refusals, nothing was written. */
  refused: number;
  /** Number of other failures, including missing answers. */
  failed: number;
  visible: number;
  /** Message of the first failure. */
  failure: string | undefined;
  /** Milliseconds from due time to the 201 answer, in the order of the answers. */
  readonly acceptMs: number[];
  /** Milliseconds from due time to visible in the read model. */
  readonly visibleMs: number[];
  /** Accepted submissions that are not visible yet: due time by submission id. */
  readonly pending: Map<string, number>;
}

export interface RunningLoad {
  readonly state: LoadState;
  /** Resolves when all requests are answered and all submissions are visible or timed out. */
  readonly done: Promise<void>;
}

const lookEveryMs = 100;
const rowsOfOneLook = 100;
const mostPages = 20;

/** @param body Creates the body of each submission */
export function startLoad(operator: HubApi, body: (index: number) => object, options: LoadOptions): RunningLoad {
  const state: LoadState = {
    sent: 0,
    accepted: 0,
    refused: 0,
    failed: 0,
    visible: 0,
    failure: undefined,
    acceptMs: [],
    visibleMs: [],
    pending: new Map(),
  };
  return { state, done: run(operator, body, options, state) };
}

async function run(
  operator: HubApi,
  body: (index: number) => object,
  options: LoadOptions,
  state: LoadState,
): Promise<void> {
  let sending = true;
  const look = options.look ?? ((now: LoadState) => lookAtRows(operator, now));
  const watching = watch(state, look, () => sending, options.giveUpAfterMs ?? 30_000);
  try {
    await sendAll(operator, body, options, state);
  } finally {
    sending = false;
  }
  await watching;
}

async function sendAll(
  operator: HubApi,
  body: (index: number) => object,
  options: LoadOptions,
  state: LoadState,
): Promise<void> {
  const startedMs = performance.now();
  const open = new Set<Promise<void>>();
  const count = Math.round(options.rate * options.seconds);
  while (state.sent < count && !options.stop.aborted) {
    const dueMs = startedMs + (state.sent * 1000) / options.rate;
    await untilDue(dueMs, options.stop);
    if (options.stop.aborted) {
      break;
    }
    const request = submit(operator, body(state.sent), dueMs, state).finally(() => open.delete(request));
    open.add(request);
    state.sent += 1;
  }
  await Promise.all(open);
}

/** Sends all due requests at once, so that timer jitter does not change the rate. */
async function untilDue(dueMs: number, stop: AbortSignal): Promise<void> {
  const waitMs = dueMs - performance.now();
  if (waitMs > 0) {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stop.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      stop.addEventListener('abort', done);
    });
  }
}

async function submit(operator: HubApi, body: object, dueMs: number, state: LoadState): Promise<void> {
  try {
    const answer = await operator.call('POST', '/intake/submissions', { body });
    if (answer.status === 201) {
      state.accepted += 1;
      state.acceptMs.push(performance.now() - dueMs);
      state.pending.set(String(answer.body['submission_id']), dueMs);
    } else if (answer.status === 429 || answer.status === 503) {
      state.refused += 1;
    } else {
      state.failed += 1;
      state.failure ??= refusalOf(answer);
    }
  } catch (error) {
    state.failed += 1;
    state.failure ??= (error as Error).message;
  }
}

/** Polls for accepted submissions until all are visible, or until none appears for a while. */
async function watch(
  state: LoadState,
  look: (state: LoadState) => Promise<void>,
  sending: () => boolean,
  giveUpAfterMs: number,
): Promise<void> {
  let lastSeenMs = performance.now();
  while (sending() || (state.pending.size > 0 && performance.now() - lastSeenMs < giveUpAfterMs)) {
    const before = state.visible;
    await look(state).catch(() => undefined);
    if (state.visible > before || sending()) {
      lastSeenMs = performance.now();
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

/** Reads the newest rows, back to the oldest awaited submission. */
async function lookAtRows(operator: HubApi, state: LoadState): Promise<void> {
  const oldest = [...state.pending.keys()].sort()[0];
  let cursor = '';
  for (let page = 0; oldest !== undefined && page < mostPages; page += 1) {
    const { body } = await operator.call('GET', `/dashboard/records?limit=${rowsOfOneLook}${cursor}`);
    const found = rows(body);
    seen(state, found);
    const next = (body['pagination'] as { readonly next?: string | null } | undefined)?.next;
    // Ids are ordered by time, so the search ends at an older row.
    const reached = idOf(found.at(-1));
    if (typeof next !== 'string' || reached === undefined || reached < oldest) {
      return;
    }
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}

function seen(state: LoadState, records: readonly Readonly<Record<string, unknown>>[]): void {
  for (const row of records) {
    const { operation_case } = row;
    const id = idOf(row);
    const dueMs = id === undefined ? undefined : state.pending.get(id);
    if (id !== undefined && dueMs !== undefined && operation_case !== null && operation_case !== undefined) {
      state.pending.delete(id);
      state.visible += 1;
      state.visibleMs.push(performance.now() - dueMs);
    }
  }
}

function idOf(row: Readonly<Record<string, unknown>> | undefined): string | undefined {
  return (row?.['submission'] as { readonly submission_id?: string } | undefined)?.submission_id;
}

function rows(body: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(body['data']) ? (body['data'] as readonly Readonly<Record<string, unknown>>[]) : [];
}
