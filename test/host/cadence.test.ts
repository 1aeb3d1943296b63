import { describe, expect, it } from 'vitest';
import { Cadence, cadence } from '../../infra/local/mappings/cadence.ts';

describe('Cadence', () => {
  it('polls four times a second when nothing happens, and soon after an invocation that may have written', () => {
    const quiet = new Cadence(100);
    quiet.polled(1000, 0);

    const idle = quiet.pollAtMs();
    quiet.poke(1000, 0);

    expect([idle, quiet.pollAtMs()]).toEqual([1000 + cadence.idlePollMs, 1000 + cadence.pokedPollMs]);
  });

  it('lets two invocations follow each other quickly while little arrives', () => {
    const quiet = new Cadence(100);

    quiet.polled(1000, 8);
    quiet.invoked(1000);

    expect(quiet.invokeAtMs()).toBe(1000 + cadence.quietGapMs);
  });

  it('lets batches fill under load, and is quiet again a little later', () => {
    const busy = new Cadence(100);

    busy.polled(1000, 30);
    busy.invoked(1000);
    const underLoad = busy.invokeAtMs();
    busy.polled(2500, 0);

    expect([underLoad, busy.invokeAtMs()]).toEqual([1000 + cadence.busyGapMs, 1000 + cadence.quietGapMs]);
  });

  it('does not let what a load leaves behind wait once nothing runs any more', () => {
    const busy = new Cadence(100);
    busy.polled(1000, 30);
    busy.invoked(1000);

    busy.poke(1300, 1);
    const whileOthersRun = busy.invokeAtMs();
    busy.poke(1310, 0);

    expect([whileOthersRun, busy.invokeAtMs()]).toEqual([1000 + cadence.busyGapMs, 1310 + cadence.calmMs]);
  });

  it('keeps two invocations apart however soon the load is over', () => {
    const busy = new Cadence(100);

    busy.poke(900, 0);
    busy.polled(1000, 30);
    busy.invoked(1000);

    expect(busy.invokeAtMs()).toBe(1000 + Math.max(cadence.quietGapMs, cadence.calmMs - 100));
  });

  it.each([
    [50, cadence.busyGapMs],
    [100, 580],
    [400, 145],
    [2000, cadence.quietGapMs],
  ])('waits for a good part of a batch when %i records arrive in a second', (perSecond, gapMs) => {
    const busy = new Cadence(100);
    busy.polled(0, 0);
    for (let atMs = 1000; atMs <= 4000; atMs += 500) busy.polled(atMs, perSecond * (atMs === 1000 ? 1 : 0.5));

    busy.invoked(4000);

    expect(busy.invokeAtMs()).toBeCloseTo(4000 + gapMs, 3);
  });

  it('keeps to the budget at fifty submissions a second, by arithmetic', () => {
    const events = (50 * cadence.busyGapMs) / 1000;
    const batches = Math.ceil(events / 10);

    const invocations = 1 + (1 + batches + 1) / events;
    const requests = (3 * batches) / events;

    expect(invocations).toBeLessThanOrEqual(1.2);
    expect(requests).toBeLessThanOrEqual(0.35);
  });
});
