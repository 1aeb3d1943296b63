// What is overdue: read from the list of cases that are not terminal, and reported as metrics by priority.
import { expect, it } from 'vitest';
import { reportOverdueCases } from '../../functions/operations/report-overdue-cases.ts';
import { metered } from '../support/capacity.ts';
import { caseWork, openCases } from '../support/case-work.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { test, hub } = await startLifecycle();
const work = caseWork(test.documents);

const hoursFromNow = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);

it('cases are overdue from their due date until they are closed, the longest first, and stay breached afterwards', async () => {
  const [early = '', late = '', urgent = ''] = await openCases(hub, 3);
  await work.change(urgent, { priority: 'urgent' });
  await work.change(late, { due_at: hoursFromNow(80).toISOString() });
  const overdueIn = async (hours: number) => (await work.due.overdue(hoursFromNow(hours).toISOString())).caseIds;

  expect(await overdueIn(0)).toEqual([]);
  expect(await overdueIn(5)).toEqual([urgent]);
  expect(await overdueIn(75)).toEqual([urgent, early]);
  expect(await overdueIn(100)).toEqual([urgent, early, late]);
  await hub.changeStatus(early, 'rejected');
  expect(await work.due.overdue(hoursFromNow(100).toISOString(), 1)).toEqual({
    count: 2,
    isLowerBound: false,
    caseIds: [urgent],
  });

  await work.change(urgent, { due_at: new Date(Date.now() + 1).toISOString() });
  await expect.poll(async () => (await work.cases.get(urgent))?.breached).toBe(true);
  await hub.changeStatus(urgent, 'rejected');
  expect(await work.cases.get(urgent)).toMatchObject({ breached: true, processing_status: 'rejected' });
  expect(await work.cases.get(early)).toMatchObject({ breached: false });
});

it('the report counts them by priority, says since when, and emits both', async () => {
  const ids = await openCases(hub, 3);
  const [one = '', two = ''] = ids;
  await work.change(one, { priority: 'high', due_at: hoursFromNow(2).toISOString() });
  await work.change(two, { priority: 'high' });
  const emitted: unknown[] = [];
  const report = await reportOverdueCases({
    dueCases: work.due,
    cases: work.cases,
    meter: { emit: (dimensions, values) => emitted.push([dimensions, values]) },
    now: () => hoursFromNow(73),
  });

  const found = await work.due.overdue(hoursFromNow(73).toISOString());
  expect(report).toMatchObject({ overdue_cases: found.count, is_lower_bound: false });
  expect(report.by_priority['high']).toBe(2);
  expect(Object.values(report.by_priority).reduce((sum, count) => sum + count, 0)).toBe(found.count);
  expect(report.longest_overdue_since).toBe((await work.cases.get(found.caseIds[0] ?? ''))?.due_at);
  expect(emitted[0]).toEqual([{}, { 'cases.overdue': [found.count, 'count'] }]);
  expect(emitted).toContainEqual([{ priority: 'high' }, { 'cases.overdue': [2, 'count'] }]);
});

it('with nothing overdue it says so, for four reads of an index and nothing else', async () => {
  const client = test.newDocuments();
  const cost = metered(client);
  const { due, cases } = caseWork(client);

  const report = await reportOverdueCases({
    dueCases: due,
    cases,
    meter: { emit: () => undefined },
    now: () => hoursFromNow(-1),
  });

  expect(report).toEqual({ overdue_cases: 0, is_lower_bound: false, by_priority: {}, longest_overdue_since: null });
  expect(cost).toMatchObject({ calls: 4, writeUnits: 0 });
});
