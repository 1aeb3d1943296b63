// What is measured about events: by which names, added up how, and written in which form.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { scheduledSweep } from '../../../../functions/events/sweep-outbox.ts';
import type { SyncEventResult } from '../../../../functions/sync/effect.ts';
import { measuredSync } from '../../../../functions/sync/measured-sync.ts';
import { hubMetrics } from '../../../../shared/observability/hub-metrics.ts';
import { collectMeasurements, type Measurements } from '../../../../shared/observability/measurement.ts';
import { createMeter } from '../../../../shared/observability/meter.ts';
import { schedule } from '../../../../shared/runtime/batch/schedule.ts';
import type { EventItem } from '../../../../shared/table/outbox/items.ts';
import { lambdaContext, recordingTools } from '../../../support/http.ts';

afterEach(() => vi.restoreAllMocks());

describe('collectMeasurements', () => {
  it('adds counts up and keeps other values apart', () => {
    const { add, all } = collectMeasurements();

    add({ a: [1, 'count'], t: [[5], 'ms'], g: [7, 'seconds'] });
    add({ a: [2, 'count'], t: [[9], 'ms'] });
    add({ t: [11, 'ms'] });

    expect(all()).toEqual({ a: [3, 'count'], t: [[5, 9, 11], 'ms'], g: [7, 'seconds'] });
  });
});

describe('createMeter', () => {
  it('writes one document with each value, from which CloudWatch works out percentiles', () => {
    vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'IntegrationHub-test');
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      lines.push(String(chunk));
      return true;
    });

    createMeter().emit({}, { [hubMetrics.processed]: [3, 'count'], [hubMetrics.processingTime]: [[5, 9, 11], 'ms'] });

    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    const document = JSON.parse(lines.join(''));
    expect(document).toMatchObject({
      service: 'IntegrationHub-test',
      'events.processed': 3,
      processing_time: [5, 9, 11],
      _aws: { CloudWatchMetrics: [{ Namespace: 'IntegrationHub', Dimensions: [['service']] }] },
    });
  });
});

describe('measuredSync', () => {
  const measure = async (work: () => Promise<SyncEventResult>) => {
    let seen: Measurements = {};
    const done = measuredSync(
      3,
      (values) => {
        seen = values;
      },
      work,
    );
    await done.catch(() => undefined);
    return seen;
  };

  it.each([
    ['synced', { 'events.processed': [1, 'count'], 'dedup.store_misses': [1, 'count'] }],
    ['skipped', { 'events.skipped': [1, 'count'], 'dedup.store_misses': [1, 'count'] }],
    ['duplicate', { 'dedup.store_hits': [1, 'count'] }],
  ] as const)('counts a message that was %s as that and nothing else', async (kind, expected) => {
    const { processing_time, ...counts } = await measure(async () => ({ kind, message: '' }) as SyncEventResult);

    expect(counts).toEqual({ ...expected, 'events.retry_depth': [[2], 'count'] });
    expect(processing_time?.[1]).toBe('ms');
  });

  it('counts an attempt that failed, and lets the failure through', async () => {
    const failure = () => Promise.reject(new Error('no'));

    expect(await measure(failure)).toMatchObject({ 'events.failed': [1, 'count'] });
    await expect(measuredSync(1, () => undefined, failure)).rejects.toThrow('no');
  });
});

describe('the sweep', () => {
  const nowMs = Date.parse('2026-03-01T12:00:00.000Z');
  const event = { event_type: 'RequestCreated' } as EventItem;
  const owedFor = (minutes: number) => ({ pk: 'p', sk: `EVENT#${minutes}`, sinceMs: nowMs - minutes * 60_000 });

  it('tells what is owed and for how long, even when the queue takes nothing', async () => {
    const tools = recordingTools();
    const run = schedule(
      ({ measure }) =>
        scheduledSweep()({
          events: {
            owedShards: ['0', '1'],
            owed: async (shard) => ({
              entries: shard === '0' ? [owedFor(2), owedFor(0)] : [owedFor(10)],
              next: undefined,
            }),
            stillOwed: async (entries) => entries.map(() => event),
          },
          nowMs: () => nowMs,
          toEnvelope: () => ({ id: 'EVT-1', type: 'hub.request.created.v1' }) as never,
          send: async (messages) => ({ failedIds: messages.map(({ id }) => id), refusals: [] }),
          tell: ({ size, lagSeconds }) =>
            measure({ backlog_size: [size, 'count'], 'consumer.lag_seconds': [lagSeconds, 'seconds'] }),
        }),
      tools,
    );

    await expect(run({}, lambdaContext())).rejects.toMatchObject({ code: 'QUEUE.REFUSED' });

    expect(tools.metrics.at(-1)).toEqual({
      dimensions: {},
      values: { backlog_size: [3, 'count'], 'consumer.lag_seconds': [600, 'seconds'] },
    });
  });
});
