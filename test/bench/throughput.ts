// Submissions an hour until the last is visible, beside the control in the same minute: hub and control take turns.
import { inParallel } from '../support/embedded-hub.ts';
import { runControl } from './control.ts';
import { type BenchHub, startHub } from './hub.ts';
import type { Recording } from './recorded-calls.ts';

export interface ThroughputRound {
  readonly hubSeconds: number;
  readonly answeredSeconds: number;
  readonly controlSeconds: number;
  /** Processor time of one submission: host, functions and engine; for the control SDK and engine. */
  readonly hubCpuMs: number;
  readonly controlCpuMs: number;
}

export interface Throughput {
  readonly count: number;
  readonly atOnce: number;
  readonly rounds: readonly ThroughputRound[];
}

export interface ThroughputPlan {
  readonly count: number;
  readonly atOnce: number;
  readonly rounds: number;
}

/** Enough for every environment that the load uses to have started and to run compiled code. */
const warmUp = 1500;

/** On a hub of its own, so that the table is as old as the plan's runs make it. */
export async function measureThroughput(
  plan: ThroughputPlan,
  recording: Recording,
  say: (text: string) => void,
): Promise<Throughput> {
  const hub = await startHub();
  try {
    await hub.visible(await inParallel(Math.min(warmUp, 2 * plan.count), 16, () => hub.submit()));
    const rounds: ThroughputRound[] = [];
    while (rounds.length < plan.rounds) {
      const measured = await hubRound(hub, plan);
      const control = await runControl({
        recording,
        tableName: hub.started.tableName,
        count: plan.count,
        atOnce: plan.atOnce,
        hubSeconds: measured.hubSeconds,
      });
      const round = { ...measured, controlSeconds: control.seconds, controlCpuMs: control.cpuMsEach };
      rounds.push(round);
      say(
        `${plan.count} at ${plan.atOnce}: hub ${perHour(plan.count, round.hubSeconds)}/h, control ${perHour(plan.count, round.controlSeconds)}/h, ratio ${(round.controlSeconds / round.hubSeconds).toFixed(2)}`,
      );
    }
    return { count: plan.count, atOnce: plan.atOnce, rounds };
  } finally {
    await hub.end();
  }
}

async function hubRound(hub: BenchHub, { count, atOnce }: ThroughputPlan) {
  const before = await hub.figures();
  const startedMs = performance.now();
  const ids = await inParallel(count, atOnce, () => hub.submit());
  const answeredSeconds = (performance.now() - startedMs) / 1000;
  await hub.visible(ids);
  const hubSeconds = (performance.now() - startedMs) / 1000;
  const hubCpuMs = ((await hub.figures()).cpuMs - before.cpuMs) / count;
  return { answeredSeconds, hubSeconds, hubCpuMs };
}

export const perHour = (count: number, seconds: number): number => Math.round((count * 3600) / seconds);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
