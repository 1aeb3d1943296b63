// The sweep against a backlog: all of it is sent, oldest first, within the time there is, whatever did not run before.
import { describe, expect, it } from 'vitest';
import {
  type SweepOutboxDeps,
  type SweepResult,
  scheduledSweep,
  sweepAllOverdue,
} from '../../../../functions/events/sweep-outbox.ts';
import type { OwedEntry } from '../../../../shared/table/outbox/event-store.ts';
import type { EventItem } from '../../../../shared/table/outbox/items.ts';

const minute = 60_000;
const pageSize = 1000;

/** A hub of four shards whose clock stands still but for what sending takes. */
function backlog(count: number, options: { readonly everyMs?: number; readonly msPerMessage?: number } = {}) {
  const entry = (index: number): OwedEntry => ({
    pk: String(index % 4),
    sk: `EVENT#${index}`,
    sinceMs: index * (options.everyMs ?? 0),
  });
  const state = {
    nowMs: 0,
    owed: Array.from({ length: count }, (_, index) => entry(index)),
    sent: [] as { readonly sk: string; readonly atMs: number }[],
    /** Whether what is sent gets done, or stays owed. */
    done: true,
    queueUp: true,
  };
  const deps: SweepOutboxDeps = {
    nowMs: () => state.nowMs,
    toEnvelope: ({ sk }) => ({ id: sk, type: 'hub.request.created.v1' }) as never,
    events: {
      owedShards: ['0', '1', '2', '3'],
      owed: async (shard, after) => {
        const all = state.owed.filter(({ pk, sinceMs }) => pk === shard && sinceMs <= state.nowMs);
        const from = after === undefined ? 0 : all.findIndex(({ sk }) => sk === after['sk']) + 1;
        const entries = all.slice(from, from + pageSize);
        return { entries, next: entries.length < pageSize ? undefined : { sk: entries.at(-1)?.sk } };
      },
      stillOwed: async (entries) => entries.map(({ sk }) => ({ sk }) as EventItem),
    },
    send: async (messages) => {
      state.nowMs += messages.length * (options.msPerMessage ?? 0);
      if (!state.queueUp) return { failedIds: messages.map(({ id }) => id), refusals: [] };
      state.sent.push(...messages.map(({ id }) => ({ sk: id, atMs: state.nowMs })));
      return { failedIds: [], refusals: [] };
    },
  };
  const sweepWith = async (sweep: (of: SweepOutboxDeps) => Promise<SweepResult>, atMinutes: number) => {
    state.nowMs = atMinutes * minute + 5000;
    const before = state.sent.length;
    const result = await sweep(deps);
    const gone = new Set(state.sent.slice(before).map(({ sk }) => sk));
    // What was sent while the pages were read leaves the index behind them.
    if (state.done) state.owed = state.owed.filter(({ sk }) => !gone.has(sk));
    return result;
  };
  return { state, sweepWith };
}

describe('the scheduled sweep', () => {
  it('sends ten thousand events of one moment at its first run', async () => {
    const { state, sweepWith } = backlog(10_000);

    const result = await sweepWith(scheduledSweep(), 1);

    expect(result).toEqual({ resent: 10_000, older_than_seconds: 60, left: 0 });
    expect(state.owed).toEqual([]);
  });

  it('sends each event within two minutes while the relay is off and twenty come in a second', async () => {
    const { state, sweepWith } = backlog(12_000, { everyMs: 50 });
    const sweep = scheduledSweep();

    for (let at = 1; at <= 12; at += 1) await sweepWith(sweep, at);

    const waits = state.sent.map(({ sk, atMs }) => atMs - Number(sk.slice('EVENT#'.length)) * 50);
    expect(waits).toHaveLength(12_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(2 * minute);
  });

  it.each([10, 720])('catches up at its first run after %i minutes in which the hub was down', async (downFor) => {
    const { state, sweepWith } = backlog(5000);

    await sweepWith(scheduledSweep(), downFor);

    expect(state.owed).toEqual([]);
  });

  it('catches up when it did not run for twelve hours, though it ran before', async () => {
    const { state, sweepWith } = backlog(5000, { everyMs: 1 });
    const sweep = scheduledSweep();
    state.done = false;
    await sweepWith(sweep, 2);
    state.done = true;

    await sweepWith(sweep, 722);

    expect(state.owed).toEqual([]);
  });

  it('is through with a backlog that is too long for its time within the longest step', async () => {
    // A slow queue: some 1,000 messages in a run's half minute.
    const { state, sweepWith } = backlog(8000, { msPerMessage: 32 });
    const sweep = scheduledSweep();

    const first = await sweepWith(sweep, 720);
    for (let at = 721; at <= 780; at += 1) await sweepWith(sweep, at);

    expect(first.resent).toBe(1000);
    expect(first.left).toBeGreaterThan(2000);
    expect(state.owed).toEqual([]);
  });

  it('spreads what stays owed for hours over its runs', async () => {
    const { state, sweepWith } = backlog(3000);
    const sweep = scheduledSweep();
    state.done = false;
    await sweepWith(sweep, 720);

    const runs: number[] = [];
    for (let at = 721; at <= 780; at += 1) runs.push((await sweepWith(sweep, at)).resent);

    expect(runs.reduce((sum, sent) => sum + sent, 0)).toBe(3000);
    expect(Math.max(...runs)).toBeLessThan(150);
  });

  it('fails when the queue takes nothing, and sends all that was due as soon as it does', async () => {
    const { state, sweepWith } = backlog(3000);
    const sweep = scheduledSweep();
    state.done = false;
    await sweepWith(sweep, 300);
    state.queueUp = false;
    for (let at = 301; at <= 330; at += 1) {
      await sweepWith(sweep, at).catch((error) => expect(error).toMatchObject({ code: 'QUEUE.REFUSED' }));
    }
    state.queueUp = true;

    const { resent } = await sweepWith(sweep, 331);

    expect(resent).toBeGreaterThan(1200);
  });
});

describe("an operator's sweep", () => {
  it('sends all that is overdue, whenever it was sent last', async () => {
    const { state, sweepWith } = backlog(10_000);
    state.done = false;
    await sweepWith(scheduledSweep(), 47);

    expect(await sweepWith(sweepAllOverdue, 47)).toEqual({ resent: 10_000, older_than_seconds: 60, left: 0 });
  });

  it('stops in time and tells what is left, oldest first', async () => {
    const { state, sweepWith } = backlog(3600, { everyMs: 10, msPerMessage: 4 });

    const result = await sweepWith(sweepAllOverdue, 2);

    expect(result).toEqual({ resent: 2000, older_than_seconds: 60, left: 1600 });
    expect(state.owed[0]?.sk).toBe('EVENT#2000');
  });
});
