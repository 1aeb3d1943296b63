// The way from the outbox to the queue under faults: a relay that dies after it sent, one that is off, and a stream that
// is gone before anybody read it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedHub, pendingEvents, startEmbeddedHub } from '../support/embedded-hub.ts';
import { eventually } from '../support/hub-client.ts';
import { outboxRecords, readStream, trimStream } from '../support/table-stream.ts';

let hub: EmbeddedHub;
beforeAll(async () => {
  hub = await startEmbeddedHub();
});
afterAll(() => hub.end());

const eventIds = (bodies: readonly string[]) => bodies.map((body) => String(JSON.parse(body).id)).sort();

const queued = (count: number) =>
  eventually(
    () => hub.waiting(),
    (bodies) => bodies.length === count,
    { what: `${count} messages on the queue` },
  );

describe('a relay that dies after it sent and before it answered', () => {
  it('doubles the messages, and not their effects', async () => {
    await hub.host.mappings.setEnabled('relay', false);
    await hub.host.mappings.setEnabled('sync', false);
    const ids = await hub.submit(25);
    const records = outboxRecords(await readStream(hub.host.endpoints.dynamodb, hub.tableName));
    // The mapping knows nothing of this run, as when the function's answer is lost with it.
    const sent = await hub.host.invoke('relay', { Records: records });
    expect(sent.kind).toBe('result');
    const once = eventIds(await queued(ids.length));

    await hub.host.mappings.setEnabled('relay', true);

    const twice = eventIds(await queued(2 * ids.length));
    expect(twice).toEqual([...once, ...once].sort());
    await hub.host.mappings.setEnabled('sync', true);
    expect(await hub.wrongs()).toEqual([]);
  });
});

describe('a relay that is switched off', () => {
  it('catches up when it is on again, while submissions keep being accepted', async () => {
    await hub.host.mappings.setEnabled('relay', false);
    await hub.submit(30);
    const before = hub.host.invocations['IntegrationHub-dev-sync'];

    const [, later] = await Promise.all([hub.host.mappings.setEnabled('relay', true), hub.submit(30)]);

    expect(later).toHaveLength(30);
    expect(await hub.wrongs()).toEqual([]);
    expect(hub.host.invocations['IntegrationHub-dev-sync']).toBeGreaterThan(before ?? 0);
  });

  it('loses nothing when the stream is trimmed meanwhile: the sweep sends what is still owed', async () => {
    await hub.host.mappings.setEnabled('relay', false);
    const ids = await hub.submit(20);
    // The one record that stays must not be an outbox event: the projector's writes come after all of them.
    const newest = async () => (await readStream(hub.host.endpoints.dynamodb, hub.tableName)).slice(-1);
    await eventually(newest, (last) => outboxRecords(last).length === 0, { what: 'a write of the projector' });
    let trimmed = 0;
    await hub.restart('stop', () => {
      trimmed = trimStream(hub.dataDir, hub.tableName);
    });
    // On again by the restart, with nothing left to read but the newest record.
    const [fresh] = await hub.submit(1);
    await eventually(
      async () => pendingEvents(await hub.items()).map((event) => event['subject']),
      (owed) => !owed.includes(fresh),
      { what: 'the event of a submission after the trim' },
    );
    const owed = pendingEvents(await hub.items()).map((event) => event['subject']);
    expect(trimmed).toBeGreaterThanOrEqual(3 * ids.length);
    expect([...owed].sort()).toEqual([...ids].sort());

    const { body } = await hub.operator.call('POST', '/jobs/sweep');
    const swept = await hub.sweepAMinuteLater();

    expect(body).toMatchObject({ resent: 0 });
    expect(swept.resent).toBe(ids.length);
    expect(await hub.wrongs()).toEqual([]);
  });
});
