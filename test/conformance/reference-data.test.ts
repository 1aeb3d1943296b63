// The reference catalogue in the table: changes with their audit, one after the other, and once per Idempotency-Key.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptSubmission } from '../../functions/intake/accept-submission.ts';
import { addReferenceValue, changeReferenceValue } from '../../functions/reference-data/change-reference.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import type { ReferenceAddition, ReferenceChange, ReferenceKind } from '../../shared/contracts/reference.ts';
import { idempotentRequestOf } from '../../shared/core/idempotency/idempotent-request.ts';
import { contentTag } from '../../shared/runtime/http/content-tag.ts';
import { hubTable } from '../../shared/table/engine/hub-table.ts';
import { intakeStore } from '../../shared/table/intake/intake-store.ts';
import { referenceStore } from '../../shared/table/reference-data/reference-store.ts';
import { withFaults } from '../support/faults.ts';
import { sampleTraceparent } from '../support/lifecycle.ts';
import { sampleBody } from '../support/sample-body.ts';
import { startTestTable, type TestTable, testTableName } from '../support/table.ts';

let test: TestTable;
let running: TestTable[] = [];
beforeEach(async () => {
  test = await startTestTable();
  running.push(test);
});
afterAll(async () => {
  await Promise.all(running.map((table) => table.stop()));
  running = [];
});

const admin = { name: 'Admin', subject: 'person-admin' };
const newUlid = ulidSource();
const change_reason = 'decided by the board';

function reference(documents = test.documents) {
  const store = referenceStore(hubTable(documents, testTableName));
  const deps = { reference: store, now: () => new Date() };
  const request = (key?: string, fingerprint?: string) => ({
    changedBy: admin,
    language: 'en' as const,
    idempotency: idempotentRequestOf({ idempotencyKeyHash: key, payloadFingerprint: fingerprint }),
  });
  return {
    store,
    add: (kind: ReferenceKind, body: Omit<ReferenceAddition, 'change_reason'>, key?: string, fingerprint?: string) =>
      addReferenceValue({ kind, body: { ...body, change_reason }, ...request(key, fingerprint) }, deps),
    change: (
      kind: ReferenceKind,
      code: string,
      body: Omit<ReferenceChange, 'change_reason'>,
      options: { ifMatch?: string; key?: string } = {},
    ) =>
      changeReferenceValue(
        { kind, code, body: { ...body, change_reason }, ifMatch: options.ifMatch, ...request(options.key) },
        deps,
      ),
  };
}

const submit = (body = sampleBody) =>
  acceptSubmission(
    { body, submittedBy: admin, traceparent: sampleTraceparent, idempotencyKeyHash: undefined },
    {
      intake: intakeStore(hubTable(test.documents, testTableName), 4),
      catalogue: reference().store.catalogue,
      now: () => new Date(),
      newUlid,
    },
  );
const snapshot = async (): Promise<string> => contentTag(await test.items());
const yesterday = new Date(Date.now() - 86_400_000).toISOString();

describe('the catalogue', () => {
  it('takes an added value, keeps who added it, and submissions may name it at once', async () => {
    const added = await reference().add('request_types', {
      code: 'REFUND',
      labels: { en: 'Refund', de: 'Erstattung' },
    });

    expect(added).toMatchObject({ code: 'REFUND', label: 'Refund', status: 'active', version: 1, changed_by: 'Admin' });
    await expect(submit({ ...sampleBody, request_type: 'REFUND' })).resolves.toMatchObject({
      submission_status: 'received',
    });
    const { items } = await reference().store.history('request_types', 'REFUND', 10);
    expect(items).toMatchObject([
      {
        version: 1,
        changed_by: 'Admin',
        change_reason,
        changes: [{ field: 'labels', from: null }, { field: 'sort_order' }],
      },
    ]);
  });

  it('refuses a retired value on new submissions, names the valid ones, and keeps it readable', async () => {
    const { submission_id } = await submit();
    await reference().change('priorities', 'medium', { valid_to: yesterday });
    const before = await snapshot();

    await expect(submit()).rejects.toMatchObject({
      kind: 'validation',
      fields: [{ pointer: '#/priority', detail: 'is retired and cannot be chosen; must be one of: low, high, urgent' }],
    });

    expect(await snapshot()).toBe(before);
    expect(submission_id).toMatch(/^SUB-/);
    const { catalogue } = await reference().store.state();
    expect(catalogue.priorities.find(({ code }) => code === 'medium')?.labels['en']).toBe('Medium');
  });

  it('takes a retired value back', async () => {
    await reference().change('priorities', 'medium', { valid_to: yesterday });
    await reference().change('priorities', 'medium', { valid_to: null }, { ifMatch: '1' });

    await expect(submit()).resolves.toBeDefined();
  });

  it.each([
    [
      'a twin in other letters',
      (r: ReturnType<typeof reference>) => r.add('priorities', { code: 'LOW', labels: { en: 'x' }, target_hours: 1 }),
      'REFERENCE.DUPLICATE',
    ],
    [
      'a stale If-Match',
      (r: ReturnType<typeof reference>) => r.change('priorities', 'low', { sort_order: 5 }, { ifMatch: '3' }),
      'REFERENCE.CHANGED_MEANWHILE',
    ],
    [
      'an unknown value',
      (r: ReturnType<typeof reference>) => r.change('priorities', 'NEVER', { sort_order: 5 }),
      'REFERENCE_VALUE.NOT_FOUND',
    ],
    [
      'a priority without target hours',
      (r: ReturnType<typeof reference>) => r.add('priorities', { code: 'soon', labels: { en: 'Soon' } }),
      'REQUEST.INVALID',
    ],
  ])('refuses %s and writes nothing', async (_what, attempt, code) => {
    const before = await snapshot();

    await expect(attempt(reference())).rejects.toMatchObject({ code });
    expect(await snapshot()).toBe(before);
  });

  it('never loses the last active value of a kind, even to administrators who retire all of them at once', async () => {
    const codes = ['low', 'medium', 'high', 'urgent'];

    const outcomes = await Promise.allSettled(
      codes.map((code) => reference().change('priorities', code, { valid_to: yesterday })),
    );

    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    const { catalogue } = await reference().store.state();
    const active = catalogue.priorities.filter(({ valid_to }) => valid_to === null);
    expect(active.length).toBeGreaterThan(0);
    expect(active.length).toBe(refused.length);
    expect(refused.every((code) => ['REFERENCE.LAST_ACTIVE', 'REFERENCE.CONTENDED'].includes(code))).toBe(true);
  });

  it('keeps an unbroken history under changes at once', async () => {
    await Promise.allSettled(
      Array.from({ length: 4 }, (_, index) =>
        reference().change('assigned_teams', 'TECHNICAL_TEAM', { sort_order: 100 + index }),
      ),
    );

    const { items } = await reference().store.history('assigned_teams', 'TECHNICAL_TEAM', 100);
    expect(items.map(({ version }) => version)).toEqual(items.map((_, index) => index + 1));
    const { catalogue, changes } = await reference().store.state();
    expect(changes).toBe(items.length);
    expect(catalogue.assigned_teams.find(({ code }) => code === 'TECHNICAL_TEAM')?.version).toBe(items.length);
  });

  it('is changed once by a request that is repeated because its answer was lost', async () => {
    const faulty = test.newDocuments();
    withFaults(faulty).arm(2, 'response-lost');
    const body = { code: 'REFUND', labels: { en: 'Refund' } };
    await expect(reference(faulty).add('request_types', body, 'key', 'a')).rejects.toThrow();

    expect(await reference().add('request_types', body, 'key', 'a')).toMatchObject({ code: 'REFUND', version: 1 });
    await expect(reference().add('request_types', { ...body, code: 'REFUND_2' }, 'key', 'b')).rejects.toMatchObject({
      code: 'IDEMPOTENCY.KEY_REUSED',
    });
    expect((await reference().store.state()).changes).toBe(1);
  });
});
