// What is owed, read in pages on the engine: each event once, longest owed first, also where many have one place in the order.
import { expect, it } from 'vitest';
import { eventKey, pendingPartition } from '../../shared/table/outbox/keys.ts';
import { owedAgainKey, owedSinceMs } from '../../shared/table/outbox/owed-key.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { test, hub } = await startLifecycle();

it('has every event of a shard that is longer than a page, those redriven at one moment included', async () => {
  const [shard = ''] = hub.events.owedShards;
  expect(shard).toContain(pendingPartition(''));
  const redrivenAt = '2026-03-01T12:00:00.000Z';
  const ids = Array.from({ length: 2300 }, (_, index) => `EVT-01JD0000000000000000${String(index).padStart(6, '0')}`);
  for (let first = 0; first < ids.length; first += 50) {
    const puts = ids.slice(first, first + 50).map((id, index) => {
      // From the 500th on they have the same key in the index: one instant, and one random part.
      const owedKey = first < 500 ? id : owedAgainKey('EVT-01JD0000000000000000000000', redrivenAt);
      const key = eventKey(`COR-${id.slice(4)}`, id);
      return test.table.put({
        ...key,
        entity: 'event',
        event_status: 'pending',
        pending_pk: shard,
        pending_sk: owedKey,
        index,
      });
    });
    await Promise.all(puts);
  }

  const seen: string[] = [];
  const since: number[] = [];
  for (let page = await hub.events.owed(shard); ; page = await hub.events.owed(shard, page.next)) {
    seen.push(...(await hub.events.stillOwed(page.entries)).map(({ sk }) => sk));
    since.push(...page.entries.map(({ sinceMs }) => sinceMs));
    if (page.next === undefined) break;
  }

  expect(seen).toHaveLength(ids.length);
  expect(new Set(seen)).toEqual(new Set(ids));
  expect(since).toEqual([...since].sort((a, b) => a - b));
  expect(since.at(-1)).toBe(Date.parse(redrivenAt));
  expect((await hub.events.pending()).oldestMs).toBe(owedSinceMs(ids[0] ?? ''));
});
