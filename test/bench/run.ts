// Entry of `npm run bench`: measures the embedded host and writes docs/benchmarks.md with its charts.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare } from '../../infra/local/process/prepare.ts';
import { inParallel } from '../support/embedded-hub.ts';
import { type Drain, measureDrain, measureOpenLoop, measureSingles, measureSoak, type Soak } from './behaviour.ts';
import { type BenchHub, startHub } from './hub.ts';
import { recordCalls } from './recorded-calls.ts';
import { type Results, soakOfBefore, thisMachine, writeReport } from './report.ts';
import { measureThroughput, median, type ThroughputPlan } from './throughput.ts';

const usage = `npm run bench -- [options]
  --quick      few and short runs, for CI; writes to a temporary folder
  --soak       the memory over 100,000 events as well, a quarter of an hour more
  --out DIR    where the page and its charts go (docs)
`;

interface Plan {
  readonly recorded: number;
  readonly throughput: readonly ThroughputPlan[];
  readonly singles: number;
  readonly halfSeconds: number;
  readonly overloadSeconds: number;
  readonly offSeconds: number;
  /** A second, while the sync function is off. */
  readonly offRate: number;
}

const full: Plan = {
  recorded: 300,
  throughput: [
    { count: 1000, atOnce: 16, rounds: 5 },
    { count: 10_000, atOnce: 16, rounds: 2 },
    { count: 1000, atOnce: 1, rounds: 2 },
    { count: 10_000, atOnce: 1, rounds: 1 },
  ],
  singles: 200,
  halfSeconds: 60,
  overloadSeconds: 15,
  offSeconds: 60,
  offRate: 20,
};

const quick: Plan = {
  recorded: 50,
  throughput: [
    { count: 200, atOnce: 16, rounds: 1 },
    { count: 400, atOnce: 16, rounds: 1 },
  ],
  singles: 20,
  halfSeconds: 5,
  overloadSeconds: 3,
  offSeconds: 5,
  offRate: 20,
};
const soakEvents = 100_000;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
} else {
  await bench();
}
// Kept-alive connections of the last measurement would hold the process.
process.exit(process.exitCode ?? 0);

async function bench(): Promise<void> {
  const plan = values.quick ? quick : full;
  const temporary = values.quick && values.out === undefined;
  const out = temporary ? mkdtempSync(join(tmpdir(), 'hub-bench-page-')) : resolve(values.out ?? 'docs');
  mkdirSync(out, { recursive: true });
  const startedMs = performance.now();
  const say = (text: string) => process.stdout.write(`${elapsed(startedMs)} ${text}\n`);
  const machine = thisMachine();
  const startedAt = new Date().toISOString();
  say(`${machine.cores} cores, load ${machine.loadBefore}; building what changed`);
  await prepare(() => undefined);

  say(`recording the calls of ${plan.recorded} submissions`);
  const recording = await recordCalls(plan.recorded);
  const callsEach = recording.perSubmission.reduce((sum, calls) => sum + calls.length, 0) / plan.recorded;
  say(`${callsEach.toFixed(2)} calls to DynamoDB a submission`);
  const throughput = [];
  for (const one of plan.throughput) {
    throughput.push(await measureThroughput(one, recording, say));
  }
  const smallest = throughput.find(({ atOnce }) => atOnce === 16) ?? throughput[0];
  const capacity = (smallest?.count ?? 0) / median(smallest?.rounds.map(({ hubSeconds }) => hubSeconds) ?? [1]);
  const behaviour = await withWarmHub(plan, (hub) => behaviourOf(hub, plan, capacity, say));
  const soak = values.soak ? await withWarmHub(plan, (hub) => soakOf(hub, say)) : soakOfBefore(out);
  const seconds = (performance.now() - startedMs) / 1000;
  const results: Results = {
    startedAt,
    seconds,
    machine,
    callsEach,
    throughput,
    capacity,
    ...behaviour,
    ...(soak !== undefined && { soak }),
  };
  say(`written to ${writeReport(results, out)}`);
}

type Behaviour = Pick<Results, 'singles' | 'half' | 'overload'> & { readonly drain: Drain };

async function behaviourOf(
  hub: BenchHub,
  plan: Plan,
  capacity: number,
  say: (text: string) => void,
): Promise<Behaviour> {
  say(`${plan.singles} single submissions`);
  const singles = await measureSingles(hub, plan.singles);
  say(`constant arrival of ${(capacity / 2).toFixed(0)} a second for ${plan.halfSeconds} s`);
  const half = await measureOpenLoop(hub, capacity / 2, plan.halfSeconds);
  say(`constant arrival of ${(capacity * 2).toFixed(0)} a second for ${plan.overloadSeconds} s`);
  const overload = await measureOpenLoop(hub, capacity * 2, plan.overloadSeconds);
  say(`sync function off for ${plan.offSeconds} s, with ${plan.offRate} submissions a second`);
  const drain = await measureDrain(hub, plan.offSeconds, plan.offRate);
  say(`drained ${drain.waiting} messages in ${drain.drainSeconds.toFixed(1)} s`);
  return { singles, half, overload, drain };
}

async function soakOf(hub: BenchHub, say: (text: string) => void): Promise<Soak> {
  say(`memory over ${soakEvents} submissions`);
  return measureSoak(hub, soakEvents, say);
}

async function withWarmHub<T>(plan: Plan, work: (hub: BenchHub) => Promise<T>): Promise<T> {
  const hub = await startHub();
  try {
    await hub.visible(await inParallel(plan.recorded, 16, () => hub.submit()));
    return await work(hub);
  } finally {
    await hub.end();
  }
}

function elapsed(sinceMs: number): string {
  const seconds = Math.round((performance.now() - sinceMs) / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, '0')}`;
}
