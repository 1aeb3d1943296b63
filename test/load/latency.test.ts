// How long one person waits: from sending a submission to seeing its case and object in the dashboard's record, with
// nothing else going on. Runs against every TARGET; only the embedded host is held to the goal.
import { loadavg } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestProject } from 'vitest/node';
import { percentile } from '../../infra/demo/progress.ts';
import { submitOne } from '../support/embedded-hub.ts';
import { eventually, type HubClient, hubClient } from '../support/hub-client.ts';
import { type HubUnderTest, setup } from '../support/hub-under-test.ts';

const submissions = 50;
const goalMs = 720;
/** Gaps between one record's appearance and the next submission, spread evenly so that no rhythm is met. */
const gapMs = { from: 50, to: 450 };
/** Between two looks at the record; adds half of it to what is measured. */
const lookEveryMs = 20;

let hub: HubUnderTest | undefined;
let operator: HubClient;
let end = async (): Promise<void> => undefined;
beforeAll(async () => {
  const project = {
    provide: (_: string, found: HubUnderTest) => {
      hub = found;
    },
  };
  end = await setup(project as unknown as TestProject);
  operator = await hubClient(hub?.apiUrl ?? '', 'operator');
});
afterAll(() => end());

interface Waited {
  readonly acceptMs: number;
  readonly visibleMs: number;
}

async function submitAndWatch(): Promise<Waited> {
  const startedMs = performance.now();
  const id = await submitOne(operator);
  const acceptMs = performance.now() - startedMs;
  await eventually(
    async () => (await operator.call('GET', `/dashboard/records/${id}`)).body,
    (record) =>
      (record['event'] as { event_status?: string } | undefined)?.event_status === 'completed' &&
      (record['business_object'] ?? null) !== null,
    { everyMs: lookEveryMs, what: `the record of ${id}` },
  );
  return { acceptMs, visibleMs: performance.now() - startedMs };
}

it(`of ${submissions} single submissions half are visible within ${goalMs} ms on the embedded host`, async () => {
  // Functions start when they are first needed.
  for (let warm = 0; warm < 3; warm += 1) await submitAndWatch();

  const waited: Waited[] = [];
  while (waited.length < submissions) {
    const pauseMs = gapMs.from + Math.random() * (gapMs.to - gapMs.from);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    waited.push(await submitAndWatch());
  }

  const visible = waited.map(({ visibleMs }) => visibleMs);
  const accept = waited.map(({ acceptMs }) => acceptMs);
  const words = (values: readonly number[]) =>
    `p50 ${percentile(values, 0.5).toFixed(0)} ms, p99 ${percentile(values, 0.99).toFixed(0)} ms`;
  process.stdout.write(
    `${hub?.target}: ${submissions} single submissions, load ${loadavg()[0]?.toFixed(2)}: accepted ${words(accept)}; visible ${words(visible)}\n`,
  );
  expect(visible).toHaveLength(submissions);
  if (hub?.target === 'embedded') expect(percentile(visible, 0.5)).toBeLessThanOrEqual(goalMs);
});
