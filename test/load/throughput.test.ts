// Submissions an hour until the last of 500 shows its case in the read model, beside what the bare engine does with the
// same items in the same minute. The control tells a slow machine from a slow hub.
import { loadavg } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { awsClient } from '../../infra/local/aws-json.ts';
import type { JsonObject } from '../../infra/local/intrinsics.ts';
import { object, objects, string } from '../../infra/local/template.ts';
import { ulidOf } from '../../shared/contracts/ids.ts';
import type { Item } from '../../shared/table/hub-table.ts';
import { recordKey } from '../../shared/table/keys.ts';
import { type EmbeddedHub, inParallel, shards, startEmbeddedHub, submitOne } from '../support/embedded-hub.ts';
import { eventually } from '../support/hub-client.ts';
import { type ControlRun, runControl } from '../support/raw-control.ts';

const submissions = 500;
const atOnce = 16;
const goalPerHour = 113_000;

let hub: EmbeddedHub;
beforeAll(async () => {
  hub = await startEmbeddedHub();
});
afterAll(() => hub.end());

/** Looks at a hundred rows at a time, because a scan would load the engine and the host more than the hub does. */
async function shown(ids: readonly string[]): Promise<void> {
  let missing = ids;
  const look = async () => {
    const chunk = missing.slice(0, 100);
    const rows = await hub.table.batchGet<Item>(chunk.map((id) => recordKey(id, shards)));
    missing = [...chunk.filter((_, index) => rows[index]?.['operation_case'] === undefined), ...missing.slice(100)];
    return missing.length;
  };
  await eventually(look, (left) => left === 0, { everyMs: 20, what: 'cases of all' });
}

/** @returns seconds until all have been answered, and until the last one's case is in the read model */
async function run(count: number): Promise<{ readonly answered: number; readonly visible: number }> {
  const startedMs = performance.now();
  const ids = await inParallel(count, atOnce, () => submitOne(hub.operator));
  const answered = (performance.now() - startedMs) / 1000;
  await shown(ids);
  return { answered, visible: (performance.now() - startedMs) / 1000 };
}

/** What a submission leaves in the table, as the control writes it: in the engine's own JSON. */
async function itemsOfOne(): Promise<Pick<ControlRun, 'accepted' | 'synced' | 'ulids'>> {
  const client = awsClient('dynamodb', hub.host.endpoints.dynamodb);
  const items = objects((await client.call('Scan', { TableName: hub.tableName }))['Items']);
  client.close();
  const text = (item: JsonObject, name: string) => string(object(item[name])['S']);
  const of = (entity: string, has: (item: JsonObject) => boolean) =>
    items.find((item) => text(item, 'entity') === entity && has(item)) ?? {};
  const event = of('event', () => true);
  const submissionId = text(event, 'subject');
  const ulid = ulidOf(submissionId);
  const eventId = text(event, 'sk').slice('EVENT#'.length);
  const own = (item: JsonObject) => text(item, 'pk').endsWith(ulid);
  const owed = { pending_pk: { S: 'INTEG#PENDING#000' }, pending_sk: { S: eventId }, event_status: { S: 'pending' } };
  const row = of('record', (item) => text(item, 'sk') === submissionId);
  return {
    accepted: [of('submission', own), of('service_request', own), { ...event, ...owed }],
    synced: [event, of('case', own), of('business_object', own), row],
    ulids: [ulid, ulidOf(eventId)],
  };
}

it(`carries ${submissions} submissions to their cases at ${goalPerHour} an hour or more`, async () => {
  await run(100);
  const items = await itemsOfOne();

  const control = await runControl({ count: submissions, atOnce, ...items });
  const { answered, visible } = await run(submissions);

  const perHour = (seconds: number) => Math.round((submissions * 3600) / seconds);
  process.stdout.write(
    `${submissions} submissions, ${atOnce} at once, load ${loadavg()[0]?.toFixed(2)}: answered in ${answered.toFixed(2)} s, the last case visible after ${visible.toFixed(2)} s = ${perHour(visible)}/h; ` +
      `bare engine, ${items.accepted.length + items.synced.length} items each in two transactions: ${control.seconds.toFixed(2)} s = ${perHour(control.seconds)}/h; ` +
      `the hub reaches ${((100 * control.seconds) / visible).toFixed(0)} % of it\n`,
  );
  expect(control.records).toBeGreaterThan(0);
  expect(perHour(visible)).toBeGreaterThanOrEqual(goalPerHour);
  expect(await hub.wrongs()).toEqual([]);
});
