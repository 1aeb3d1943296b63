// How the hub behaves under different kinds of load: single requests, half of what it can carry, twice that, and after
// its sync function was off. Everything that was accepted has to become visible; a lost one fails the measurement.
import { type LoadState, startLoad } from '../../infra/demo/load-run.ts';
import { inParallel } from '../support/embedded-hub.ts';
import { sampleBody } from '../support/sample-body.ts';
import type { BenchHub } from './hub.ts';

export interface Singles {
  readonly acceptMs: readonly number[];
  readonly visibleMs: readonly number[];
}

export interface OpenLoop {
  readonly rate: number;
  readonly seconds: number;
  readonly sent: number;
  readonly accepted: number;
  /** Answered 429 or 503. */
  readonly refused: number;
  readonly failed: number;
  /** From the first request due to the last accepted submission visible. */
  readonly untilVisibleSeconds: number;
  readonly acceptMs: readonly number[];
}

export interface Drain {
  readonly offSeconds: number;
  /** Messages on the queue when the mapping was switched on again. */
  readonly waiting: number;
  readonly drainSeconds: number;
  /** What was left on the queue, now and then, from the moment of switching on. */
  readonly curve: readonly { readonly seconds: number; readonly left: number }[];
}

export interface Soak {
  readonly samples: readonly { readonly events: number; readonly hostMb: number; readonly engineMb: number }[];
}

/** One after another, at uneven intervals so that no rhythm of the host is met. */
export async function measureSingles(hub: BenchHub, count: number): Promise<Singles> {
  const [acceptMs, visibleMs]: [number[], number[]] = [[], []];
  for (let index = -3; index < count; index += 1) {
    await pause(50 + Math.random() * 300);
    const startedMs = performance.now();
    const id = await hub.submit();
    const accepted = performance.now() - startedMs;
    await shownToPeople(hub, id);
    // The first few start functions.
    if (index >= 0) {
      acceptMs.push(accepted);
      visibleMs.push(performance.now() - startedMs);
    }
  }
  return { acceptMs, visibleMs };
}

const lookEveryMs = 10;

/** Over the API, as a person's page asks for it. */
async function shownToPeople(hub: BenchHub, id: string): Promise<void> {
  const endMs = performance.now() + 30_000;
  for (;;) {
    const { body } = await hub.operator.call('GET', `/dashboard/records/${id}`);
    if (body['business_object'] !== undefined && body['business_object'] !== null) {
      return;
    }
    if (performance.now() > endMs) {
      throw new Error(`${id} was accepted and did not become visible`);
    }
    await pause(lookEveryMs);
  }
}

/** Constant arrival, whatever the answers take; latencies count from when a request was due. */
export async function measureOpenLoop(hub: BenchHub, rate: number, seconds: number): Promise<OpenLoop> {
  const startedMs = performance.now();
  const look = async (state: LoadState) => {
    const some = [...state.pending.keys()];
    if (some.length > 0 && state.accepted + state.refused + state.failed === Math.round(rate * seconds)) {
      await hub.visible(some);
      state.visible += some.length;
      state.pending.clear();
    }
  };
  const load = startLoad(hub.operator, () => sampleBody, {
    rate,
    seconds,
    stop: new AbortController().signal,
    look,
    giveUpAfterMs: 60_000,
  });
  await load.done;
  const { sent, accepted, refused, failed, failure, pending, acceptMs } = load.state;
  if (pending.size > 0) {
    throw new Error(`${pending.size} of ${accepted} accepted submissions did not become visible`);
  }
  if (failed > 0) {
    throw new Error(`${failed} of ${sent} requests failed: ${failure}`);
  }
  const untilVisibleSeconds = (performance.now() - startedMs) / 1000;
  return { rate, seconds, sent, accepted, refused, failed, untilVisibleSeconds, acceptMs };
}

/** Takes submissions while nothing carries them on, then switches the sync function's mapping on again. */
export async function measureDrain(hub: BenchHub, offSeconds: number, rate: number): Promise<Drain> {
  await hub.switchMapping('-sync', false);
  const load = startLoad(hub.operator, () => sampleBody, {
    rate,
    seconds: offSeconds,
    stop: new AbortController().signal,
    look: async () => undefined,
    giveUpAfterMs: 0,
  });
  await load.done;
  // What the relay still has to put on the queue belongs to the backlog too.
  await pause(1500);
  const waiting = (await hub.figures()).queued;
  const startedMs = performance.now();
  const seconds = () => (performance.now() - startedMs) / 1000;
  await hub.switchMapping('-sync', true);
  const curve = [{ seconds: 0, left: waiting }];
  let over = false;
  const drained = hub.visible([...load.state.pending.keys()]).finally(() => {
    over = true;
  });
  while (!over) {
    await Promise.race([drained, pause(250)]);
    curve.push({ seconds: seconds(), left: (await hub.figures()).queued });
  }
  await drained;
  return { offSeconds, waiting, drainSeconds: seconds(), curve };
}

/** Memory of host and engine while this many events go through, a sample each twentieth. */
export async function measureSoak(hub: BenchHub, events: number, say: (text: string) => void): Promise<Soak> {
  const samples: { events: number; hostMb: number; engineMb: number }[] = [];
  const step = Math.ceil(events / 20);
  for (let done = 0; done < events; done += step) {
    await hub.visible(await inParallel(step, 16, () => hub.submit()));
    await pause(1000);
    const { residentBytes, engineBytes } = await hub.figures();
    samples.push({ events: done + step, hostMb: residentBytes / 1e6, engineMb: engineBytes / 1e6 });
    say(
      `${done + step} events: host ${Math.round(residentBytes / 1e6)} MB, engine ${Math.round(engineBytes / 1e6)} MB`,
    );
  }
  return { samples };
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
