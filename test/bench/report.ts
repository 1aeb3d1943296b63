// Writes what was measured as docs/benchmarks.md with its charts: figures, machine, control, and what was not measured.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { percentile } from '../../infra/demo/progress.ts';
import type { Drain, OpenLoop, Singles, Soak } from './behaviour.ts';
import { barChart, distribution, lineChart } from './chart.ts';
import { median, perHour, type Throughput } from './throughput.ts';

export interface Results {
  readonly startedAt: string;
  readonly seconds: number;
  readonly machine: Machine;
  /** Calls to DynamoDB that one submission makes, the control's too. */
  readonly callsEach: number;
  readonly throughput: readonly Throughput[];
  readonly singles: Singles;
  /** Submissions a second that the rates below are shares of. */
  readonly capacity: number;
  readonly half: OpenLoop;
  readonly overload: OpenLoop;
  readonly drain: Drain;
  readonly soak?: Soak;
}

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly kernel: string;
  /** Work that other programs had for the machine when the run began, in processes. */
  readonly loadBefore: number;
  readonly commit: string;
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.version,
    kernel: `${process.platform} ${process.arch}`,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    commit: commit(),
  };
}

function commit(): string {
  try {
    const git = (...args: readonly string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with changes');
  } catch {
    return 'unknown';
  }
}

/** @param folder Usually `docs`. @returns path of the page */
export function writeReport(results: Results, folder: string): string {
  const charts = join(folder, 'benchmarks');
  mkdirSync(charts, { recursive: true });
  for (const [name, svg] of Object.entries(drawn(results))) {
    writeFileSync(join(charts, `${name}.svg`), svg);
  }
  const page = join(folder, 'benchmarks.md');
  writeFileSync(page, text(results));
  writeFileSync(join(charts, 'results.json'), `${JSON.stringify(rounded(results))}\n`);
  return page;
}

/** A soak takes long and is run by itself: its figures stay until the next one. */
export function soakOfBefore(folder: string): Soak | undefined {
  try {
    return (JSON.parse(readFileSync(join(folder, 'benchmarks', 'results.json'), 'utf8')) as Results).soak;
  } catch {
    return undefined;
  }
}

const rounded = (results: Results): Results =>
  JSON.parse(
    JSON.stringify(results, (_, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 1000) / 1000 : value,
    ),
  ) as Results;

/** One row of the table. */
export function summaryOf({ count, atOnce, rounds }: Throughput) {
  const ratios = rounds.map(({ controlSeconds, hubSeconds }) => controlSeconds / hubSeconds);
  return {
    count,
    atOnce,
    hubPerHour: perHour(count, median(rounds.map(({ hubSeconds }) => hubSeconds))),
    controlPerHour: perHour(count, median(rounds.map(({ controlSeconds }) => controlSeconds))),
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    hubCpuMs: median(rounds.map(({ hubCpuMs }) => hubCpuMs)),
    controlCpuMs: median(rounds.map(({ controlCpuMs }) => controlCpuMs)),
    rounds: rounds.length,
  };
}

function drawn({ throughput, singles, half, overload, drain, soak }: Results): Readonly<Record<string, string>> {
  const groups = throughput.map(summaryOf).map(({ count, atOnce, hubPerHour, controlPerHour }) => ({
    label: `${count.toLocaleString('en')} at ${atOnce}`,
    bars: [
      { name: 'hub, until visible', value: hubPerHour, text: thousands(hubPerHour) },
      { name: 'control', value: controlPerHour, text: thousands(controlPerHour) },
    ],
  }));
  return {
    throughput: barChart('Submissions an hour until visible, beside the control', 'an hour', groups),
    singles: lineChart('Single submissions: share done within', 'ms', '%', [
      distribution('accepted', singles.acceptMs),
      distribution('visible', singles.visibleMs),
    ]),
    'open-loop': lineChart('Constant arrival: share accepted within, from when due', 'ms', '%', [
      distribution(`${Math.round(half.rate)} a second (half)`, half.acceptMs),
      distribution(`${Math.round(overload.rate)} a second (twice)`, overload.acceptMs),
    ]),
    drain: lineChart('After the sync function was off: messages left', 's', 'messages', [
      { name: 'left on the queue', points: drain.curve.map(({ seconds, left }) => [seconds, left] as const) },
    ]),
    ...(soak !== undefined && {
      memory: lineChart('Memory over events', 'events', 'MB', [
        { name: 'host with functions', points: soak.samples.map(({ events, hostMb }) => [events, hostMb] as const) },
        { name: 'engine', points: soak.samples.map(({ events, engineMb }) => [events, engineMb] as const) },
      ]),
    }),
  };
}

const thousands = (value: number): string => `${Math.round(value / 1000)} k`;
const two = (value: number): string => value.toFixed(2);
const whole = (value: number): string => Math.round(value).toLocaleString('en');

function text(results: Results): string {
  const { startedAt, seconds, machine, callsEach, throughput } = results;
  return `<!-- Written by \`npm run bench\`; edit test/bench/report.ts instead. -->
# Benchmarks

Measured on ${startedAt.slice(0, 10)} in ${Math.round(seconds / 60)} minutes by \`npm run bench\`, at commit ${machine.commit}, on the embedded host: ${machine.cores} cores (${machine.processor}), ${machine.memoryGb} GB, Node ${machine.node}, ${machine.kernel}; load ${machine.loadBefore} before it began. Host, load generator and control share these cores. Embedded figures say nothing of AWS.

**The control** sends to a fresh engine of the same kind the very calls that the hub made for its submissions (recorded on the wire, ${two(callsEach)} a submission: two transactions and the updates of read model and counters), with other ids, by the same AWS SDK client, as many submissions at once, while two readers follow the stream as often as the hub's mappings did. It runs no hub code. Hub and control take turns; each ratio is of two runs in the same minute, so that a disturbed machine disturbs both.

## Throughput

Submissions an hour from the first request until the last one's case is in the read model. Processor time is of one submission: host, functions and engine for the hub; SDK and engine for the control.

| Submissions | At once | Hub an hour | Control an hour | Ratio (lowest to highest) | Processor ms: hub | control | control ÷ hub | Rounds |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${throughput.map(summaryOf).map(throughputRow).join('\n')}

${decay(throughput)}

![Submissions an hour](benchmarks/throughput.svg)

${behaviourText(results)}
## Not measured

AWS itself; uploads of documents; requests with \`Idempotency-Key\` (two more calls each); other machines and operating systems; DynamoDB Local as engine; more than one client machine; reads beside the writes, but for those that the measurement makes.
`;
}

function throughputRow(row: ReturnType<typeof summaryOf>): string {
  const ratio = `${two(row.ratio)} (${two(row.lowest)} to ${two(row.highest)})`;
  return `| ${whole(row.count)} | ${row.atOnce} | ${whole(row.hubPerHour)} | ${whole(row.controlPerHour)} | ${ratio} | ${row.hubCpuMs.toFixed(1)} | ${row.controlCpuMs.toFixed(1)} | ${two(row.controlCpuMs / row.hubCpuMs)} | ${row.rounds} |`;
}

/** How the rate holds as the table grows. */
function decay(throughput: readonly Throughput[]): string {
  const lines = [...new Set(throughput.map(({ atOnce }) => atOnce))].flatMap((atOnce) => {
    const rows = throughput.filter((one) => one.atOnce === atOnce).map(summaryOf);
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined || first === last) {
      return [];
    }
    const share = two(last.hubPerHour / first.hubPerHour);
    return [`At ${atOnce} at once the rate at ${whole(last.count)} is ${share} of the rate at ${whole(first.count)}.`];
  });
  return lines.join(' ');
}

function behaviourText({ singles, capacity, half, overload, drain, soak }: Results): string {
  const p = (values: readonly number[], share: number) => percentile(values, share);
  const ms = (value: number) => `${Math.round(value)} ms`;
  const goodput = overload.accepted / overload.untilVisibleSeconds;
  const [first, last] = [soak?.samples[1] ?? soak?.samples[0], soak?.samples.at(-1)];
  return `## Latency of single submissions

${singles.visibleMs.length} submissions, one after another at uneven intervals. Accepted: p50 ${ms(p(singles.acceptMs, 0.5))}, p99 ${ms(p(singles.acceptMs, 0.99))}. Visible over the API: p50 **${ms(p(singles.visibleMs, 0.5))}**, p99 ${ms(p(singles.visibleMs, 0.99))}.

![Single submissions](benchmarks/singles.svg)

## Constant arrival

Requests start at a constant rate whatever the answers take; latency counts from when a request was due, so that waiting is not left out. Capacity is ${capacity.toFixed(0)} submissions a second, the rate until visible of the smallest run at 16 at once.

| Load | A second | Sent | Accepted | Refused with 429 or 503 | Accept p50 | p99 | p99 ÷ p50 | Visible a second |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${[
  { name: 'half', ...half },
  { name: 'twice', ...overload },
]
  .map(openLoopRow)
  .join('\n')}

At twice the capacity the hub makes ${goodput.toFixed(0)} a second visible, ${two(goodput / capacity)} of its capacity, and loses nothing of what it accepted: every accepted submission became visible.

![Constant arrival](benchmarks/open-loop.svg)

## After an outage of the sync function

Its event source mapping was off for ${drain.offSeconds} s while submissions went on; ${whole(drain.waiting)} messages waited. Switched on again, all were visible after **${drain.drainSeconds.toFixed(1)} s**.

![Messages left](benchmarks/drain.svg)

${
  first === undefined || last === undefined
    ? '## Memory\n\nNot measured in this run: `npm run bench -- --soak` takes long.\n'
    : `## Memory

Over ${whole(last.events)} submissions the host with all functions went from ${Math.round(first.hostMb)} MB (at ${whole(first.events)}) to ${Math.round(last.hostMb)} MB, the engine from ${Math.round(first.engineMb)} to ${Math.round(last.engineMb)} MB.

![Memory](benchmarks/memory.svg)
`
}`;
}

function openLoopRow(run: OpenLoop & { readonly name: string }): string {
  const [p50, p99] = [percentile(run.acceptMs, 0.5), percentile(run.acceptMs, 0.99)];
  const visible = run.accepted / run.untilVisibleSeconds;
  return `| ${run.name} | ${run.rate.toFixed(0)} | ${whole(run.sent)} | ${whole(run.accepted)} | ${whole(run.refused)} | ${p50.toFixed(0)} ms | ${p99.toFixed(0)} ms | ${(p99 / p50).toFixed(1)} | ${visible.toFixed(0)} |`;
}
