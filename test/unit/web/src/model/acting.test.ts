// Models of the acting pages: due dates, edits that meet others', filters of cases, dead letters, bulk outcomes, erasure.
import { describe, expect, it } from 'vitest';
import type { Erasure } from '../../../../../shared/contracts/intake.ts';
import { caseChangeBody } from '../../../../../shared/contracts/operations.ts';
import { bulkSummary, outcomesInOrder } from '../../../../../web/src/model/bulk.ts';
import {
  caseAddress,
  caseComesAfter,
  caseQuery,
  isFiltered,
  mayBeDue,
  noCaseFilters,
  parseCaseFilters,
  toggledCase,
} from '../../../../../web/src/model/case-filters.ts';
import {
  countedLetters,
  groupComesAfter,
  letterComesAfter,
  parseLetterView,
  readableBody,
  submissionOf,
} from '../../../../../web/src/model/dead-letters.ts';
import { dueOf, fromLocalInput, toLocalInput } from '../../../../../web/src/model/due.ts';
import { eraseToTheEnd, erasureProblems } from '../../../../../web/src/model/erasure.ts';
import { handlingChanges, handlingOf } from '../../../../../web/src/model/handling.ts';
import { commentProblem } from '../../../../../web/src/model/reason.ts';
import { rebase } from '../../../../../web/src/model/rebase.ts';

const due_at = '2026-01-31T12:00:00.000Z';
const at = (time: string) => Date.parse(`2026-01-31T${time}Z`);

describe('dueOf', () => {
  const open = { due_at, breached: false, processing_status: 'open' } as const;

  it.each([
    ['06:00:00', 'Due in 6 h', 'neutral', false],
    ['09:30:30', 'Due in 2 h 29 min', 'progress', false],
    ['11:59:59', 'Due in less than a minute', 'progress', false],
    ['12:00:00', 'Overdue by less than a minute', 'bad', true],
    ['15:00:00', 'Overdue by 3 h', 'bad', true],
  ])('at %s says %s', (time, words, tone, breached) => {
    expect(dueOf(open, at(time))).toEqual({ words, tone, breached });
  });

  it('says of a closed case whether it was closed in time, however late it is now', () => {
    const closed = { ...open, processing_status: 'completed' } as const;

    expect(dueOf(closed, at('23:00:00')).words).toBe('Closed in time');
    expect(dueOf({ ...closed, breached: true }, at('06:00:00')).words).toBe('Closed after its due date');
  });
});

describe('a date and time field', () => {
  it('shows the instant that it names, to the minute', () => {
    expect(fromLocalInput(toLocalInput('2026-07-31T08:15:42.123Z'))).toBe('2026-07-31T08:15:00.000Z');
  });

  it.each(['', 'soon'])('names no instant with %j', (text) => expect(fromLocalInput(text)).toBeNull());
});

describe('handlingChanges', () => {
  const base = handlingOf({ assigned_team: 'A_TEAM', assignee: null, priority: 'low', due_at });

  it('is nothing when nothing was changed', () =>
    expect(handlingChanges(base, { ...base, assignee: ' ' })).toEqual({}));

  it('holds what was changed, and the API takes it', () => {
    const changes = handlingChanges(base, { ...base, assignee: ' Jo ', priority: 'high' });

    expect(changes).toEqual({ assignee: 'Jo', priority: 'high' });
    expect(caseChangeBody.safeParse({ ...changes, change_reason: 'why' }).success).toBe(true);
  });

  it('takes the case from somebody with null', () => {
    const taken = handlingOf({ assigned_team: 'A_TEAM', assignee: 'Jo', priority: 'low', due_at });

    expect(handlingChanges(taken, { ...taken, assignee: '' })).toEqual({ assignee: null });
  });

  it('sends a due date as an instant in UTC that the API takes', () => {
    const changes = handlingChanges(base, { ...base, due_at: toLocalInput('2026-02-01T10:00:00Z') });

    expect(changes).toEqual({ due_at: '2026-02-01T10:00:00.000Z' });
    expect(caseChangeBody.safeParse({ ...changes, change_reason: 'why' }).success).toBe(true);
  });
});

describe('rebase', () => {
  it('keeps what was typed, follows the rest, and names what moved', () => {
    const rebased = rebase(
      { team: 'mine', priority: 'low', due: '1' },
      { team: 'old', priority: 'low', due: '1' },
      { team: 'theirs', priority: 'high', due: '1' },
    );

    expect(rebased).toEqual({ draft: { team: 'mine', priority: 'high', due: '1' }, moved: ['team', 'priority'] });
  });
});

describe('filters of cases', () => {
  const address = 'status=open,in_progress&priority=urgent&overdue=true&sort=due_at';

  it('go into the address and come back', () => {
    expect(caseAddress(parseCaseFilters(address))).toBe(address);
    expect(caseAddress(noCaseFilters)).toBe('');
  });

  it('leave out what they do not know', () => {
    expect(parseCaseFilters('sort=assignee&overdue=maybe&status=,open,open&x=1')).toEqual({
      ...noCaseFilters,
      status: ['open'],
    });
  });

  it('are sent as the API names them', () => {
    expect(caseQuery(parseCaseFilters(address))).toEqual({
      status: 'open,in_progress',
      priority: 'urgent',
      overdue: 'true',
      sort: 'due_at',
    });
  });

  it('are toggled one by one, and an order is none', () => {
    const one = toggledCase(noCaseFilters, 'status', 'open');

    expect(isFiltered(one)).toBe(true);
    expect(toggledCase(one, 'status', 'open')).toEqual(noCaseFilters);
    expect(isFiltered({ ...noCaseFilters, sort: 'due_at' })).toBe(false);
  });
});

describe('the order of cases', () => {
  it('is not by due date while closed ones are asked for, which are not due', () => {
    const due = parseCaseFilters('status=open&sort=due_at');

    expect(mayBeDue(due)).toBe(true);
    expect(due.sort).toBe('due_at');
    expect(toggledCase(due, 'status', 'completed').sort).toBe('-created_at');
    expect(toggledCase(due, 'priority', 'high').sort).toBe('due_at');
    expect(parseCaseFilters('status=open,rejected&sort=due_at').sort).toBe('-created_at');
    expect(mayBeDue({ status: ['rejected'] })).toBe(false);
  });
});

describe('caseComesAfter', () => {
  const early = { operation_case_id: 'CASE-1', due_at: '2026-02-02T00:00:00Z' };
  const late = { operation_case_id: 'CASE-2', due_at: '2026-02-01T00:00:00Z' };

  it.each([
    ['-created_at', false],
    ['created_at', true],
    ['due_at', false],
  ])('in the order %s', (sort, after) => expect(caseComesAfter(sort, late, early)).toBe(after));
});

describe('dead letters', () => {
  it('stand by their ids, as the API lists them, also when one failed again after newer ones', () => {
    const failedAgain = { dead_letter_id: 'DLQ-01A', parked_at: '2026-01-31T12:00:00.000Z' };
    const newer = { dead_letter_id: 'DLQ-01B', parked_at: '2026-01-30T12:00:00.000Z' };

    expect(letterComesAfter(failedAgain, newer)).toBe(true);
    expect(letterComesAfter(newer, failedAgain)).toBe(false);
  });

  it('are the parked ones unless the address says otherwise', () => {
    expect(parseLetterView('status=dismissed')).toEqual({ view: 'dismissed' });
    expect(parseLetterView('status=lost')).toEqual({ view: 'parked' });
    expect(parseLetterView('status=parked&fingerprint=aa')).toEqual({ view: 'parked', fingerprint: 'aa' });
    expect(parseLetterView('view=causes')).toEqual({ view: 'causes' });
  });

  it('of one cause stand by the time of their last letter, and by fingerprint at one instant', () => {
    const group = { last_seen_at: '2026-01-31T12:00:00.000Z', fingerprint: 'aa' };

    expect(groupComesAfter(group, { ...group, last_seen_at: '2026-01-31T12:00:01.000Z' })).toBe(true);
    expect(groupComesAfter(group, { ...group, fingerprint: 'bb' })).toBe(true);
    expect(groupComesAfter(group, group)).toBe(false);
  });

  it.each([
    [1, 'one dead letter'],
    [2, '2 dead letters'],
    [1200, '1,200 dead letters'],
  ])('are counted in words: %i', (count, words) => expect(countedLetters(count)).toBe(words));

  it('lead to their submission when they name one', () => {
    expect(submissionOf({ correlation_id: 'COR-01JD0000000000000000000000' })).toBe('SUB-01JD0000000000000000000000');
    expect(submissionOf({ correlation_id: 'COR-../../x' })).toBeNull();
    expect(submissionOf({ correlation_id: null })).toBeNull();
  });

  it('are shown with lines when they are JSON, as they came when not', () => {
    expect(readableBody('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(readableBody('<b>{')).toBe('<b>{');
  });
});

describe('bulk outcomes', () => {
  const outcome = (id: string, what: 'done' | 'refused') =>
    ({ id, outcome: what, code: null, detail: '', version: null }) as const;

  it.each([
    [['done'], 'It was done.'],
    [['done', 'done'], 'All 2 were done.'],
    [['done', 'refused'], '1 done, 1 not.'],
    [['refused'], 'Nothing was done.'],
  ] as const)('%j: %s', (all, words) => {
    expect(bulkSummary({ outcomes: all.map((each, index) => outcome(String(index), each)) })).toBe(words);
  });

  it('show first what was not done', () => {
    const ordered = outcomesInOrder([outcome('a', 'done'), outcome('b', 'refused')]);

    expect(ordered.map(({ id }) => id)).toEqual(['b', 'a']);
  });
});

describe('an erasure', () => {
  it('needs an address and the word, in capitals', () => {
    expect(erasureProblems('nobody', 'erase')).toEqual({
      email: 'Enter an e-mail address such as name@example.test.',
      confirmation: 'Type ERASE to confirm.',
    });
    expect(erasureProblems('a@example.test', 'ERASE')).toEqual({});
  });
});

describe('eraseToTheEnd', () => {
  const answer = (status: 'running' | 'completed', submissions_erased: number) =>
    ({ ok: true, value: { status, submissions_erased } as Erasure, etag: null }) as const;

  it('asks again until it is completed, and tells how far it is', async () => {
    const answers = [answer('running', 3), answer('running', 7), answer('completed', 9)];
    const seen: number[] = [];

    const last = await eraseToTheEnd(
      async () => answers.shift() ?? answer('completed', 0),
      ({ submissions_erased }) => seen.push(submissions_erased) > 0,
    );

    expect(seen).toEqual([3, 7]);
    expect(last).toMatchObject({ ok: true, value: { submissions_erased: 9 } });
  });

  it('ends when nobody waits any more', async () => {
    const last = await eraseToTheEnd(
      async () => answer('running', 3),
      () => false,
    );

    expect(last).toMatchObject({ value: { status: 'running' } });
  });
});

describe('a comment', () => {
  it('has 1 to 2,000 characters', () => {
    expect(commentProblem(' ')).toBe('Write the comment first.');
    expect(commentProblem('x'.repeat(2000))).toBeNull();
    expect(commentProblem('x'.repeat(2001))).toContain('At most 2,000');
  });
});
