// The trail of a submission: its events and the failed attempts at them as they happened, in one paged Query.
import { expect, it } from 'vitest';
import type { ListPosition } from '../../shared/table/engine/listing.ts';
import { eventIdOf } from '../../shared/table/outbox/keys.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { hub } = await startLifecycle();

/** Two events of one millisecond have no order in time. */
const laterThan = (ms: number) => expect.poll(() => Date.now(), { interval: 1 }).toBeGreaterThan(ms);

const failing = (message: string, attempt: number) =>
  expect(hub.deliver(message.replace('.v1', '.v3'), attempt)).rejects.toThrow();

it('has an attempt where it failed, also behind events that were made after its own', async () => {
  const { submission_id, correlation_id } = await hub.submit();
  const caseId = submission_id.replace('SUB-', 'CASE-');
  const [created = ''] = await hub.owed(submission_id);
  await hub.deliver(created);
  await hub.changeStatus(caseId, 'in_progress');
  const [started = ''] = await hub.owed(caseId);
  await laterThan(Date.now());
  await failing(started, 1);
  await laterThan(Date.now());
  await hub.changeStatus(caseId, 'completed');
  await laterThan(Date.now());
  await failing(started, 2);

  const trail: string[] = [];
  let after: ListPosition | undefined;
  do {
    const page = await hub.events.history(correlation_id, 2, after);
    trail.push(
      ...page.items.map((item) => `${item.entity} ${item.entity === 'attempt' ? item.attempt : item.event_type}`),
    );
    after = page.next;
  } while (after !== undefined);

  expect(trail).toEqual([
    'event RequestCreated',
    'event OperationalCaseStatusChanged',
    'attempt 1',
    'event OperationalCaseStatusChanged',
    'attempt 2',
  ]);
  const { items } = await hub.events.history(correlation_id, 10);
  const [first, second, third] = items.filter(({ entity }) => entity === 'event').map(eventIdOf);
  const attemptsAt = async (eventId = '') =>
    (await hub.events.attempts({ correlationId: correlation_id, eventId })).map(({ attempt }) => attempt);
  expect([await attemptsAt(first), await attemptsAt(second), await attemptsAt(third)]).toEqual([[], [1, 2], []]);
});
