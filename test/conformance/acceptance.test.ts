// Acceptance: all of it or nothing, and once for one Idempotency-Key whatever happens between the calls.
import { describe, expect, it, vi } from 'vitest';
import { acceptSubmission } from '../../functions/intake/accept-submission.ts';
import { intakeDeps } from '../../functions/intake/compose.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { builtInCatalogue } from '../../shared/core/reference-data/reference-catalogue.ts';
import { faultModes, withFaults } from '../support/faults.ts';
import { violations } from '../support/invariants.ts';
import { lifecycle, sampleTraceparent } from '../support/lifecycle.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';
import { sampleBody } from '../support/sample-body.ts';
import { testTableName } from '../support/table.ts';

const { test, hub } = await startLifecycle();

describe('a submission', () => {
  it('becomes a submission, a service request and a pending event that share their ids', async () => {
    const accepted = await hub.submit();

    const submission = await hub.intake.submission(accepted.submission_id);
    const request = await hub.intake.serviceRequest(accepted.request_number);
    const event = await hub.events.get(accepted.correlation_id, accepted.event_id);
    expect(submission).toMatchObject({
      submission_id: accepted.submission_id,
      request_number: accepted.request_number,
      created_by: 'Test',
      created_by_id: 'person-test',
    });
    expect(request).toMatchObject({ submission_id: accepted.submission_id, lifecycle_status: 'submitted' });
    expect(event).toMatchObject({ event_status: 'pending', subject: accepted.submission_id, version: 1 });
  });

  it('keeps personal data out of the event that travels on', async () => {
    const accepted = await hub.submit();

    const [message = ''] = await hub.owed(accepted.submission_id);

    expect(message).not.toMatch(/alex@example\.test|Alex Example|delivery window/);
  });

  it.each(faultModes)('is there as a whole or not at all when its call meets %s', async (mode) => {
    const client = test.newDocuments();
    withFaults(client).arm(1, mode);

    await expect(lifecycle(client).submit()).rejects.toThrow();

    const owed = (await test.items()).filter((item) => item['event_status'] === 'pending');
    for (const event of owed) {
      const subject = String(event['subject']);
      for (const message of await hub.owed(subject)) await hub.deliver(message);
    }
    expect(violations(await test.items(), [])).toEqual([]);
  });
});

describe('the codes of a submission', () => {
  it('are refused by pointer with the valid ones named, and nothing is written', async () => {
    const before = (await test.items()).length;

    await expect(
      hub.submit(undefined, { ...sampleBody, priority: 'whenever', assigned_team: 'operations_team' }),
    ).rejects.toMatchObject({
      kind: 'validation',
      code: 'REQUEST.INVALID',
      fields: [
        { pointer: '#/priority', detail: 'must be one of: low, medium, high, urgent' },
        { pointer: '#/assigned_team', detail: expect.stringContaining('OPERATIONS_TEAM, CUSTOMER_CARE_TEAM') },
      ],
    });

    expect((await test.items()).length).toBe(before);
  });

  it('cost a call of their own once in five seconds, and none in between', async () => {
    vi.stubEnv('TABLE_NAME', testTableName);
    vi.stubEnv('SHARDS', '4');
    vi.stubEnv('HUB_VERSION', 'test');
    const client = test.newDocuments();
    const { calls } = withFaults(client);
    const deps = intakeDeps(client);
    vi.unstubAllEnvs();
    const submittedBy = { name: 'Test', subject: 'person-test' };
    const submit = () =>
      acceptSubmission(
        { body: sampleBody, submittedBy, traceparent: sampleTraceparent, idempotencyKeyHash: undefined },
        deps,
      );

    await submit();
    await submit();
    await submit();

    expect(calls).toEqual([
      'QueryCommand',
      'TransactWriteItemsCommand',
      'TransactWriteItemsCommand',
      'TransactWriteItemsCommand',
    ]);
  });

  it('decide when the case is due, and the event says so', async () => {
    const accepted = await hub.submit(undefined, { ...sampleBody, priority: 'high' });

    const event = await hub.events.get(accepted.correlation_id, accepted.event_id);
    const due = new Date(Date.parse(accepted.created_at) + 24 * 3_600_000).toISOString();
    expect(event?.data).toMatchObject({ priority: 'high', due_at: due });
  });
});

describe('a client that tries again by itself', () => {
  it('meets what its first attempt wrote, and the submission is accepted once', async () => {
    const twice = {
      ...hub.intake,
      accept: async (acceptance: Parameters<typeof hub.intake.accept>[0]) => {
        await hub.intake.accept(acceptance);
        return hub.intake.accept(acceptance);
      },
    };
    const accepted = await acceptSubmission(
      {
        body: sampleBody,
        submittedBy: { name: 'Test', subject: 'person-test' },
        traceparent: sampleTraceparent,
        idempotencyKeyHash: undefined,
      },
      { intake: twice, catalogue: async () => builtInCatalogue, now: () => new Date(), newUlid: ulidSource() },
    );

    expect(await hub.owed(accepted.submission_id)).toHaveLength(1);
  });
});

describe('an Idempotency-Key', () => {
  it('whose answer was lost is refused for another payload', async () => {
    const client = test.newDocuments();
    withFaults(client).arm(1, 'response-lost');
    await expect(lifecycle(client).submit('key-lost', sampleBody, 'payload-a')).rejects.toThrow();

    await expect(hub.submit('key-lost', sampleBody, 'payload-b')).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'IDEMPOTENCY.KEY_REUSED',
    });
    await expect(hub.submit('key-lost', sampleBody, 'payload-a')).resolves.toMatchObject({
      submission_status: 'received',
    });
  });

  it('makes a repeated call give the first answer although its code was retired since, and only that one', async () => {
    const client = test.newDocuments();
    withFaults(client).arm(1, 'response-lost');
    await expect(lifecycle(client).submit('key-retired')).rejects.toThrow();
    const retired = {
      ...builtInCatalogue,
      request_types: builtInCatalogue.request_types.map((value) => ({
        ...value,
        valid_to: '2020-01-01T00:00:00.000Z',
      })),
    };
    const submit = (key: string) =>
      acceptSubmission(
        {
          body: sampleBody,
          submittedBy: { name: 'Test', subject: 'person-test' },
          traceparent: sampleTraceparent,
          idempotencyKeyHash: key,
        },
        { intake: hub.intake, catalogue: async () => retired, now: () => new Date(), newUlid: ulidSource() },
      );

    const again = await submit('key-retired');

    expect(await hub.owed(again.submission_id)).toHaveLength(1);
    expect(await submit('key-retired')).toEqual(again);
    await expect(submit('key-new')).rejects.toMatchObject({ code: 'REQUEST.INVALID' });
  });

  it('makes a repeated call give the first answer when the first one was lost', async () => {
    const client = test.newDocuments();
    withFaults(client).arm(1, 'response-lost');
    await expect(lifecycle(client).submit('key-1')).rejects.toThrow();

    const again = await hub.submit('key-1');
    const andAgain = await hub.submit('key-1');

    expect(andAgain).toEqual(again);
    const made = (await test.items()).filter(
      (item) => item['entity'] === 'once' && item['submission_id'] === again.submission_id,
    );
    expect(made).toHaveLength(1);
    expect(await hub.intake.submission(again.submission_id)).toBeDefined();
  });

  it('makes ten calls at once one submission', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => hub.submit('key-2')));

    expect(new Set(answers.map((answer) => answer.submission_id)).size).toBe(1);
  });

  it('of another caller is another key', async () => {
    const [one, two] = await Promise.all([hub.submit('key-3'), hub.submit('key-4')]);

    expect(one.submission_id).not.toBe(two.submission_id);
  });
});
