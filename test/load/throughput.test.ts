// Submissions an hour until the last of 500 shows its case in the read model, beside what the bare engine does with the
// same items in the same minute. The control tells a slow machine from a slow hub.
import { loadavg } from 'node:os';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JsonObject } from '../../infra/local/intrinsics.ts';
import { ulidOf } from '../../shared/contracts/ids.ts';
import type { Item } from '../../shared/table/hub-table.ts';
import { type EmbeddedHub, inParallel, startEmbeddedHub, submitOne } from '../support/embedded-hub.ts';
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

async function shown(ids: readonly string[]): Promise<void> {
  const rows = async () => {
    const withCase = (await hub.items()).filter((item) => item['entity'] === 'record' && item['operation_case']);
    return new Set(withCase.map((item) => item['sk']));
  };
  await eventually(rows, (found) => ids.every((id) => found.has(id)), { everyMs: 100, what: 'cases of all' });
}

/** @returns seconds until all have been answered, and until the last one's case is in the read model */
async function run(count: number): Promise<{ readonly answered: number; readonly visible: number }> {
  const startedMs = performance.now();
  const ids = await inParallel(count, atOnce, () => submitOne(hub.operator));
  const answered = (performance.now() - startedMs) / 1000;
  await shown(ids);
  return { answered, visible: (performance.now() - startedMs) / 1000 };
}

/** What a submission leaves in the table, as the control writes it. */
async function itemsOfOne(): Promise<Pick<ControlRun, 'accepted' | 'synced' | 'ulids'>> {
  const items = await hub.items();
  const of = (entity: string, has: (item: Item) => boolean) =>
    items.find((item) => item['entity'] === entity && has(item)) ?? {};
  const event = of('event', () => true);
  const submissionId = String(event['subject']);
  const ulid = ulidOf(submissionId);
  const own = (item: Item) => String(item['pk']).endsWith(ulid);
  const eventId = String(event['sk']).slice('EVENT#'.length);
  const { sync: _, ...owed } = event;
  const pending = { ...owed, event_status: 'pending', pending_pk: 'INTEG#PENDING#000', pending_sk: eventId };
  const raw = (list: readonly Item[]) => list.map((item) => marshall(item) as unknown as JsonObject);
  return {
    accepted: raw([of('submission', own), of('service_request', own), pending]),
    synced: raw([
      event,
      of('case', own),
      of('business_object', own),
      of('record', (row) => row['sk'] === submissionId),
    ]),
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
