// Formats the progress of a load run: a bar during the run, a summary at its end.
import type { LoadState } from './load-run.ts';

const barWidth = 30;

/** One line: the progress and the counts by outcome. */
export function progressLine(state: LoadState, total: number, seconds: number): string {
  const done = total === 0 ? 1 : Math.min(1, state.sent / total);
  const bar = '█'.repeat(Math.round(done * barWidth)).padEnd(barWidth, '░');
  const counts = `accepted ${state.accepted}  visible ${state.visible}  failed ${state.failed}`;
  const refused = state.refused === 0 ? '' : `  refused for the moment ${state.refused}`;
  return `${bar} ${String(state.sent).padStart(String(total).length)}/${total}  ${counts}${refused}  ${seconds.toFixed(0)} s`;
}

/** The summary; each line has its line end. */
export function summary(state: LoadState, seconds: number): string {
  const lines = [
    `sent ${state.sent} in ${seconds.toFixed(1)} s = ${(state.sent / Math.max(seconds, 0.001)).toFixed(1)}/s`,
    `accepted ${state.accepted}, visible ${state.visible}, refused for the moment ${state.refused}, failed ${state.failed}`,
    `accepted after  ${spread(state.acceptMs)}`,
    `visible after   ${spread(state.visibleMs)}`,
    ...(state.failure === undefined ? [] : [`first failure   ${state.failure}`]),
    ...(state.pending.size === 0
      ? []
      : [`not seen        ${state.pending.size} accepted submissions, e.g. ${[...state.pending.keys()][0]}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Median and tail latency, counted from the due time of each request. */
export function spread(valuesMs: readonly number[]): string {
  if (valuesMs.length === 0) {
    return 'no values';
  }
  const words = [0.5, 0.99].map((share) => `p${share * 100} ${percentile(valuesMs, share).toFixed(0)} ms`);
  return `${words.join(', ')}, longest ${percentile(valuesMs, 1).toFixed(0)} ms`;
}

/** Nearest rank. @param share e.g. 0.99 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
