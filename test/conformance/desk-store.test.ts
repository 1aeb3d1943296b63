// The store of desk items with a desk of its own: whatever the definition, an item is decided once, with its audit entry
// and what the decision changes elsewhere.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import type { DeskAction, DeskDefinition } from '../../shared/core/desk/desk.ts';
import { type DeskStore, deskStore } from '../../shared/table/desk/desk-store.ts';
import { type HubTable, putNew } from '../../shared/table/engine/hub-table.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

const approvals = {
  name: 'APPROVALS',
  entity: 'approval',
  open: 'requested',
  decisions: { approved: 'it goes ahead', rejected: 'nothing happens' },
  subject: z.object({ replay_id: z.string() }),
  evidence: z.object({ items: z.number() }),
} as const satisfies DeskDefinition;

let test: TestTable;
let desk: DeskStore<typeof approvals>;
let table: HubTable;
beforeAll(async () => {
  test = await startTestTable();
  table = test.table;
  desk = deskStore(table, approvals);
});
afterAll(() => test.stop());

const ulid = ulidSource();
const item = (id: string, items = 1) => ({
  id,
  // A group for each item.
  fingerprint: id,
  subject: { replay_id: 'RPL-1' },
  evidence: { items },
  opened_at: '2026-01-31T08:00:00.000Z',
});
const open = async (id = `APR-${ulid()}`) => {
  await table.transact([desk.opened(item(id))]);
  const opened = await desk.get(id);
  if (opened === undefined) throw new Error(`${id} is not there`);
  return opened;
};
const made = (action: DeskAction<typeof approvals>, entryId = makeId('auditEntry', ulid())) => ({
  decision: {
    action,
    decided_by: 'Olga',
    decided_by_id: 'person-olga',
    reason: 'looked at it',
    decided_at: '2026-02-01T23:59:59.999Z',
  },
  entryId,
  traceId: 'a'.repeat(32),
});
const effect = (name: string) => putNew({ pk: `INTEG#REPLAY#${name}`, sk: 'REPLAY', entity: 'replay' });
const entriesOf = async (id: string) =>
  (await test.items()).filter((entry) => entry['entity'] === 'audit_entry' && entry['subject'] === id);

describe('an item of any desk', () => {
  it('is opened once, with what its desk says of it', async () => {
    const { id, ...opened } = await open();

    expect(opened).toMatchObject({
      desk: 'APPROVALS',
      status: 'requested',
      subject: { replay_id: 'RPL-1' },
      evidence: { items: 1 },
      decisions: [],
    });
    expect(await table.transact([desk.opened(item(id))])).toMatchObject({ kind: 'condition-failed' });
  });

  it('is decided together with its audit entry and its effect', async () => {
    const opened = await open();
    const entryId = makeId('auditEntry', ulid());

    expect(await desk.decide(opened, made('approved', entryId), [effect(opened.id)])).toBe('decided');

    expect(await desk.get(opened.id)).toMatchObject({
      status: 'approved',
      decisions: [{ action: 'approved', decided_by: 'Olga', reason: 'looked at it' }],
    });
    expect(await table.get({ pk: `INTEG#REPLAY#${opened.id}`, sk: 'REPLAY' })).toBeDefined();
    expect(await desk.lastNotes([opened.fingerprint])).toMatchObject([{ action: 'approved', reason: 'looked at it' }]);
    expect(await entriesOf(opened.id)).toEqual([
      {
        pk: expect.stringMatching(/^AUDIT#2026-02-01#00[0-3]$/),
        sk: entryId,
        entity: 'audit_entry',
        actor_name: 'Olga',
        actor_id: 'person-olga',
        action: 'approval.approved',
        subject: opened.id,
        reason: 'looked at it',
        at: '2026-02-01T23:59:59.999Z',
        trace_id: 'a'.repeat(32),
      },
    ]);
  });

  it('stays open and leaves no audit entry when its effect does not hold', async () => {
    const opened = await open();
    await table.transact([effect(opened.id)]);

    expect(await desk.decide(opened, made('approved'), [effect(opened.id)])).toBe('raced');

    expect(await desk.get(opened.id)).toMatchObject({ status: 'requested', decisions: [] });
    expect(await entriesOf(opened.id)).toEqual([]);
    expect(await desk.lastNotes([opened.fingerprint])).toEqual([undefined]);
  });

  it('takes one of fifty decisions at once, with one audit entry', async () => {
    const opened = await open();
    const waiting = await desk.count();

    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => desk.decide(opened, made(index % 2 === 0 ? 'approved' : 'rejected'))),
    );

    const decided = outcomes.filter((one) => one.status === 'fulfilled' && one.value === 'decided');
    expect(decided).toHaveLength(1);
    expect((await desk.get(opened.id))?.decisions).toHaveLength(1);
    expect(await entriesOf(opened.id)).toHaveLength(1);
    expect(await desk.count()).toBe(waiting - 1);
  });

  it('that was opened again refuses a decision about what it was before', async () => {
    const before = await open();
    await desk.decide(before, made('rejected'));

    await table.transact([desk.openedAgain(item(before.id, 2))]);

    const again = await desk.get(before.id);
    expect(again).toMatchObject({ status: 'requested', evidence: { items: 2 }, decisions: [{ action: 'rejected' }] });
    expect(await desk.decide(before, made('approved'))).toBe('raced');
    expect(await desk.decide(again ?? before, made('approved'))).toBe('decided');
  });

  it('is listed by its status, newest first', async () => {
    const [older, newer] = [await open(), await open()];
    await desk.decide(older, made('rejected'));
    const ids = async (status?: 'requested' | 'rejected') =>
      (await desk.newest(50, undefined, { status })).items.map(({ id }) => id);

    expect(await ids('requested')).toContain(newer.id);
    expect(await ids('requested')).not.toContain(older.id);
    expect(await ids('rejected')).toContain(older.id);
    expect((await ids()).slice(0, 2)).toEqual([newer.id, older.id]);
  });
});
