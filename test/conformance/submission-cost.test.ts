// What one submission costs, call by call, from the engine's own accounting; the budget is the architecture's.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { metered } from '../support/capacity.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let test: TestTable;
beforeAll(async () => {
  test = await startTestTable();
});
afterAll(() => test.stop());

it('one submission without a document takes one call to accept and at most 18 WRU to its read model', async () => {
  const client = test.newDocuments();
  const hub = lifecycle(client);
  const sound = lifecycle(test.documents);
  const cost = metered(client);

  const { submission_id } = await hub.submit();
  const accepted = { ...cost };
  await hub.project((await test.items()).filter((item) => !['counter', 'activity'].includes(String(item['entity']))));
  const [message = ''] = await sound.owed(submission_id);
  const before = { ...cost };
  await hub.deliver(message);
  const synced = { calls: cost.calls - before.calls, writeUnits: cost.writeUnits - before.writeUnits };
  // The projector counts once a batch; batches of one are its worst case.
  await hub.project(
    (await test.items()).filter((item) => !['counter', 'activity', 'record'].includes(String(item['entity']))),
  );

  process.stdout.write(
    `submission: accept ${accepted.calls} call, ${accepted.writeUnits} WRU; sync ${synced.calls} call, ${synced.writeUnits} WRU; all ${cost.writeUnits} WRU, ${cost.readUnits} RRU with two counts\n`,
  );
  expect(accepted).toEqual({ calls: 1, writeUnits: 8, readUnits: 0 });
  expect(synced).toEqual({ calls: 1, writeUnits: 8 });
  expect(cost.writeUnits - 2).toBeLessThanOrEqual(18);
});

it('submissions of one batch share what the counters cost', async () => {
  const client = test.newDocuments();
  const hub = lifecycle(client);
  const sound = lifecycle(test.documents);
  const cost = metered(client);
  const many = 20;
  const own = new Set<string>();
  const batch = async () => {
    const items = await test.items();
    return items.filter(
      (item) =>
        !['counter', 'activity', 'record'].includes(String(item['entity'])) &&
        [...own].some((ulid) => JSON.stringify(item).includes(ulid)),
    );
  };

  for (let index = 0; index < many; index += 1) own.add((await hub.submit()).submission_id.slice('SUB-'.length));
  await hub.project(await batch());
  for (const ulid of own) for (const message of await sound.owed(`SUB-${ulid}`)) await hub.deliver(message);
  await hub.project(await batch());

  // One count with each of the two batches.
  expect(cost.writeUnits).toBeLessThanOrEqual(18 * many + 2);
});
