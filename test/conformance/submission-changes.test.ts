// Edits, withdrawals and comments: only until a submission is picked up, all or nothing, and once per Idempotency-Key.
import { describe, expect, it } from 'vitest';
import { contentTag } from '../../shared/runtime/http/content-tag.ts';
import { putBackToWork } from '../../shared/table/outbox/outbox.ts';
import { withFaults } from '../support/faults.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';
import { submissions, submitter } from '../support/submissions.ts';

const { test, hub } = await startLifecycle();
const intake = submissions(test.documents);

const stranger = { name: 'Somebody', subject: 'person-else', role: 'operator' as const };
const approver = { name: 'Approver', subject: 'person-approver', role: 'approver' as const };

const eventsOf = async (correlationId: string) => (await hub.events.history(correlationId, 100)).items;
const snapshot = async (): Promise<string> => contentTag(await test.items());

describe('an edit before the pick-up', () => {
  it('changes submission and service request, settles the old event as skipped and owes a new one', async () => {
    const accepted = await hub.submit();
    const id = accepted.submission_id;

    const edited = await intake.edit(id, { priority: 'urgent', requester_name: 'Robin Example' }, { ifMatch: '1' });

    expect(edited).toMatchObject({ priority: 'urgent', requester_name: 'Robin Example', version: 2 });
    expect(await hub.intake.submission(id)).toEqual(edited);
    expect(await hub.intake.serviceRequest(accepted.request_number)).toMatchObject({ priority: 'urgent', version: 2 });
    const [old, next] = await eventsOf(accepted.correlation_id);
    expect(old).toMatchObject({
      event_status: 'completed',
      version: 2,
      sync: {
        outcome: 'skipped',
        message: expect.stringMatching(/^replaced by EVT-.* edited before sync processed it$/),
      },
    });
    expect(old).not.toHaveProperty('pending_pk');
    expect(next).toMatchObject({
      event_status: 'pending',
      version: 3,
      causation_id: accepted.event_id,
      data: { priority: 'urgent', due_at: dueAfterHours(edited.created_at, 4) },
    });
    const { items } = await intake.changes.history(id, 10);
    expect(items).toEqual([
      expect.objectContaining({
        kind: 'edited',
        fields: ['priority', 'requester_name'],
        version: 2,
        changed_by: 'Test',
      }),
    ]);
  });

  it('makes the message of the old event have no effect, and the new one carry what was edited', async () => {
    const { submission_id, correlation_id } = await hub.submit();
    const [oldMessage = ''] = await hub.owed(submission_id);
    await intake.edit(submission_id, { assigned_team: 'TECHNICAL_TEAM' });

    expect(await hub.deliver(oldMessage)).toEqual({ kind: 'duplicate' });
    const [message = ''] = await hub.owed(submission_id);
    expect(await hub.deliver(message)).toMatchObject({ kind: 'synced' });

    const caseId = submission_id.replace('SUB-', 'CASE-');
    expect(await hub.cases.get(caseId)).toMatchObject({ assigned_team: 'TECHNICAL_TEAM', version: 1 });
    await hub.project((await eventsOf(correlation_id)) as unknown as Record<string, unknown>[]);
    expect((await eventsOf(correlation_id)).map((event) => (event as { version?: number }).version)).toEqual([2, 4]);
  });

  it('keeps personal data out of the audit and of the events', async () => {
    const { submission_id, correlation_id } = await hub.submit();
    await intake.edit(submission_id, { requester_email: 'secret-person@example.test' });

    const told = [await eventsOf(correlation_id), (await intake.changes.history(submission_id, 10)).items];
    expect(JSON.stringify(told)).not.toMatch(/secret-person|alex@example\.test/);
  });

  it('is refused with the case once it is picked up, and writes nothing', async () => {
    const { submission_id } = await hub.submit();
    const [message = ''] = await hub.owed(submission_id);
    await hub.deliver(message);
    const before = await snapshot();

    await expect(intake.edit(submission_id, { priority: 'low' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'SUBMISSION.PICKED_UP',
      details: { operation_case_id: submission_id.replace('SUB-', 'CASE-') },
    });
    await expect(intake.withdraw(submission_id)).rejects.toMatchObject({ code: 'SUBMISSION.PICKED_UP' });
    expect(await snapshot()).toBe(before);
  });

  it('is refused when the event is parked, and possible again when it was put back to work', async () => {
    const { submission_id, correlation_id, event_id } = await hub.submit();
    const [message = ''] = await hub.owed(submission_id);
    await hub.park(message);

    await expect(intake.withdraw(submission_id)).rejects.toMatchObject({ code: 'SUBMISSION.PARKED' });

    const parked = await hub.events.get(correlation_id, event_id);
    if (parked === undefined) throw new Error('no event');
    await hub.table.transact([putBackToWork(parked, new Date().toISOString())]);
    await intake.edit(submission_id, { priority: 'low' });
    expect(await eventsOf(correlation_id)).toMatchObject([
      { event_status: 'completed', version: 4 },
      { event_status: 'pending', version: 5 },
    ]);
  });

  it.each([
    ['a stale If-Match', { priority: 'low' }, { ifMatch: '7' }, 'SUBMISSION.CHANGED_MEANWHILE'],
    ['somebody else', { priority: 'low' }, { by: stranger }, 'AUTH.NOT_OWNER'],
    ['a code that does not exist', { priority: 'whenever' }, {}, 'REQUEST.INVALID'],
  ])('of %s is refused and writes nothing', async (_what, edit, options, code) => {
    const { submission_id } = await hub.submit();
    const before = await snapshot();

    await expect(intake.edit(submission_id, edit, options)).rejects.toMatchObject({ code });
    expect(await snapshot()).toBe(before);
  });

  it("of somebody else's submission is possible for an approver, who is named in its history", async () => {
    const { submission_id } = await hub.submit();

    await intake.edit(submission_id, { priority: 'low' }, { by: approver });

    const { items } = await intake.changes.history(submission_id, 10);
    expect(items).toEqual([expect.objectContaining({ changed_by_id: 'person-approver' })]);
  });

  it('that says what is there already writes nothing', async () => {
    const { submission_id } = await hub.submit();
    const before = await snapshot();

    expect(await intake.edit(submission_id, { priority: 'medium' })).toMatchObject({ version: 1 });
    expect(await snapshot()).toBe(before);
  });

  it('by ten at once with one version is done by one of them, and the others are told', async () => {
    const { submission_id, correlation_id } = await hub.submit();

    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        intake.edit(submission_id, { request_description: `version of ${index}` }, { ifMatch: '1' }),
      ),
    );

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(new Set(reasons)).toEqual(new Set(['SUBMISSION.CHANGED_MEANWHILE']));
    expect(
      (await eventsOf(correlation_id)).filter((event) => 'event_status' in event && event.event_status === 'pending'),
    ).toHaveLength(1);
  });

  it('and the sync at once: exactly one of them gets hold of the event', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { submission_id } = await hub.submit();
      const [message = ''] = await hub.owed(submission_id);

      const [edit, sync] = await Promise.allSettled([
        intake.edit(submission_id, { priority: 'urgent' }),
        hub.deliver(message),
      ]);

      const made = await hub.cases.get(submission_id.replace('SUB-', 'CASE-'));
      if (edit.status === 'fulfilled') {
        expect(sync).toMatchObject({ value: { kind: 'duplicate' } });
        expect(made).toBeUndefined();
        expect(await hub.owed(submission_id)).toHaveLength(1);
      } else {
        expect(edit.reason).toMatchObject({ code: 'SUBMISSION.PICKED_UP' });
        expect(made).toMatchObject({ priority: 'medium' });
      }
    }
  });
});

describe('a withdrawal', () => {
  it('takes submission and service request back and owes nothing any more', async () => {
    const { submission_id, request_number, correlation_id } = await hub.submit();
    const [message = ''] = await hub.owed(submission_id);

    const withdrawn = await intake.withdraw(submission_id);

    expect(withdrawn).toMatchObject({
      submission_status: 'withdrawn',
      version: 2,
      withdrawn_by: 'Test',
      withdraw_reason: 'sent by mistake',
    });
    expect(await hub.intake.submission(submission_id)).toEqual(withdrawn);
    expect(await hub.intake.serviceRequest(request_number)).toMatchObject({
      lifecycle_status: 'withdrawn',
      version: 2,
    });
    expect(await eventsOf(correlation_id)).toEqual([
      expect.objectContaining({ event_status: 'completed', sync: expect.objectContaining({ outcome: 'skipped' }) }),
    ]);
    expect(await hub.deliver(message)).toEqual({ kind: 'duplicate' });
    expect(await hub.cases.get(submission_id.replace('SUB-', 'CASE-'))).toBeUndefined();
    await expect(intake.edit(submission_id, { priority: 'low' })).rejects.toMatchObject({
      code: 'SUBMISSION.WITHDRAWN',
    });
    await expect(intake.withdraw(submission_id)).rejects.toMatchObject({ code: 'SUBMISSION.WITHDRAWN' });
  });
});

describe('an Idempotency-Key', () => {
  it.each(['edit', 'withdraw'] as const)(
    'makes a repeated %s whose answer was lost answer what it did',
    async (what) => {
      const { submission_id, correlation_id } = await hub.submit();
      const run = (client = test.documents) =>
        what === 'edit'
          ? submissions(client).edit(
              submission_id,
              { priority: 'low' },
              { ifMatch: '1', key: submission_id, fingerprint: 'a' },
            )
          : submissions(client).withdraw(submission_id, { key: submission_id, fingerprint: 'a' });
      const faulty = test.newDocuments();
      withFaults(faulty).arm(3, 'response-lost');
      await expect(run(faulty)).rejects.toThrow();

      const again = await run();

      expect(again.version).toBe(2);
      expect(await hub.intake.submission(submission_id)).toEqual(again);
      expect(await eventsOf(correlation_id)).toHaveLength(what === 'edit' ? 2 : 1);
    },
  );

  it('of a lost answer is refused for another payload', async () => {
    const faulty = test.newDocuments();
    const { submission_id } = await hub.submit();
    withFaults(faulty).arm(1, 'response-lost');
    await expect(
      submissions(faulty).comment(submission_id, 'first', { key: 'comment-1', fingerprint: 'a' }),
    ).rejects.toThrow();

    const again = await intake.comment(submission_id, 'first', { key: 'comment-1', fingerprint: 'a' });
    await expect(intake.comment(submission_id, 'second', { key: 'comment-1', fingerprint: 'b' })).rejects.toMatchObject(
      { kind: 'unprocessable', code: 'IDEMPOTENCY.KEY_REUSED' },
    );

    expect((await intake.comments.newest(submission_id, 10)).items).toEqual([again]);
  });
});

describe('comments', () => {
  it('are read newest first, page by page', async () => {
    const { submission_id } = await hub.submit();
    for (const text of ['one', 'two', 'three']) await intake.comment(submission_id, text);
    await intake.edit(submission_id, { priority: 'low' }, { by: submitter });

    const first = await intake.comments.newest(submission_id, 2);
    const second = await intake.comments.newest(submission_id, 2, first.next);

    expect(first.items.map(({ text }) => text)).toEqual(['three', 'two']);
    expect(second.items.map(({ text }) => text)).toEqual(['one']);
    expect(second.next).toBeUndefined();
  });

  it('are made once by a client that sends one again whose answer it lost', async () => {
    const { submission_id } = await hub.submit();
    const comment = {
      comment_id: 'CMT-01JD0000000000000000000000',
      text: 'once',
      created_by: submitter.name,
      created_by_id: submitter.subject,
      created_at: new Date().toISOString(),
    };
    await intake.comments.add(submission_id, comment, undefined);

    await expect(intake.comments.add(submission_id, comment, undefined)).resolves.toEqual({ kind: 'added', comment });
    expect((await intake.comments.newest(submission_id, 10)).items).toEqual([comment]);
  });

  it('need a submission', async () => {
    await expect(intake.comment('SUB-01JD0000000000000000000000', 'hello')).rejects.toMatchObject({
      code: 'SUBMISSION.NOT_FOUND',
    });
  });
});

const dueAfterHours = (from: string, hours: number): string =>
  new Date(Date.parse(from) + hours * 3_600_000).toISOString();
