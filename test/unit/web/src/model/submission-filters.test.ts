// Filters of the submissions list: address, API and words agree, and taking one away leaves the rest.
import { describe, expect, it } from 'vitest';
import { hrefOf, parseRoute, partsOf } from '../../../../../web/src/app/router.ts';
import {
  apiQueryOf,
  chipsOf,
  exportOf,
  isSearchable,
  noFilters,
  parseFilters,
  queryOf,
  toggled,
  without,
} from '../../../../../web/src/model/submission-filters.ts';

const address = 'status=open,in_progress&priority=high&q=north+gate&created_from=2026-01-01&sort=created_at';

describe('parseFilters', () => {
  it('reads several values, texts and the order', () => {
    expect(parseFilters(address)).toEqual({
      ...noFilters,
      status: ['open', 'in_progress'],
      priority: ['high'],
      q: 'north gate',
      created_from: '2026-01-01',
      sort: 'created_at',
    });
  });

  it.each(['', 'status=', 'status=,,&q=%20', 'colour=blue', 'sort=colour'])('finds no filter in %j', (query) => {
    expect(parseFilters(query)).toEqual(noFilters);
  });

  it('takes a value once', () => expect(parseFilters('status=open,open').status).toEqual(['open']));
});

describe('queryOf', () => {
  it('gives the same filters back, with readable commas', () => {
    expect(queryOf(parseFilters(address))).toContain('status=open,in_progress');
    expect(parseFilters(queryOf(parseFilters(address)))).toEqual(parseFilters(address));
  });

  it('is empty without filters, and then so is the address', () => {
    expect(queryOf(noFilters)).toBe('');
    expect(hrefOf({ page: 'records', query: queryOf(noFilters) })).toBe('#/records');
  });

  it.each(['a&b=c', 'x=y', '50 % + 1', 'ümläut, comma'])('keeps %j whole through the address', (q) => {
    const route = parseRoute(hrefOf({ page: 'records', query: queryOf({ ...noFilters, q }) }));

    expect(route.page === 'records' && parseFilters(route.query ?? '').q).toBe(q);
  });
});

describe('apiQueryOf', () => {
  it('sends what filters, and nothing else', () => {
    expect(apiQueryOf(noFilters)).toEqual({});
    expect(apiQueryOf(parseFilters(address))).toEqual({
      status: 'open,in_progress',
      priority: 'high',
      q: 'north gate',
      created_from: new Date(2026, 0, 1).toISOString(),
      sort: 'created_at',
    });
  });

  it('asks for days as the reader has them, from their first millisecond to their last, and keeps them in the address', () => {
    const oneDay = parseFilters('created_from=2026-03-29&created_to=2026-03-29');

    expect(apiQueryOf(oneDay)).toEqual({
      created_from: new Date(2026, 2, 29).toISOString(),
      created_to: new Date(2026, 2, 29, 23, 59, 59, 999).toISOString(),
    });
    expect(queryOf(oneDay)).toBe('created_from=2026-03-29&created_to=2026-03-29');
  });

  it.each(['2026-02-31', '2026-13-01', 'soon', '2026-01-31T08:00:00Z'])('leaves %j to the API', (created_from) => {
    expect(apiQueryOf({ ...noFilters, created_from })).toEqual({ created_from });
  });
});

describe('chipsOf', () => {
  const reference = { priorities: [{ code: 'high', label: 'High' }] };

  it('says each condition in words', () => {
    expect(chipsOf(parseFilters(`${address}&overdue=true`), reference).map(({ words }) => words)).toEqual([
      'Status: Open',
      'Status: In progress',
      'Priority: High',
      'Text: “north gate”',
      'From: 2026-01-01',
      'Overdue only',
    ]);
  });

  it('each takes itself away and leaves the others', () => {
    const filters = parseFilters(address);
    for (const chip of chipsOf(filters, reference)) {
      const rest = chipsOf(without(filters, chip), reference);
      expect(rest).toEqual(chipsOf(filters, reference).filter((other) => other.words !== chip.words));
    }
  });
});

describe('toggled', () => {
  it('adds a value, and takes it away again', () => {
    const once = toggled(noFilters, 'status', 'open');

    expect(once.status).toEqual(['open']);
    expect(toggled(once, 'status', 'open')).toEqual(noFilters);
  });
});

describe('exportOf', () => {
  it.each([
    ['', '/intake/submissions/export'],
    ['request_type=COMPLAINT&requester=Maren&created_from=2026-01-01', '/intake/submissions/export'],
    ['status=withdrawn', '/intake/submissions/export'],
    ['status=withdrawn&priority=high', '/intake/submissions/export'],
    ['status=open,completed', '/operational/cases/export'],
    ['status=open&priority=high&assigned_team=OPERATIONS_TEAM&q=gate', '/operational/cases/export'],
    ['overdue=true', '/operational/cases/export'],
    ['status=open&overdue=false', '/operational/cases/export'],
  ])('of %j is %s', (query, path) => expect(exportOf(parseFilters(query))).toMatchObject({ kind: 'offered', path }));

  it.each([
    ['status=received', 'To export, choose statuses'],
    ['status=open,withdrawn', 'To export, choose statuses'],
    ['status=withdrawn&overdue=true', 'To export, choose statuses'],
    // A request without a case is not overdue, and no file of cases has it.
    ['overdue=false', 'To export, choose statuses'],
    // The list goes by the case's team and priority, and looks for a text in the beginning of the description.
    ['priority=high', 'To export by team or priority'],
    ['assigned_team=OPERATIONS_TEAM', 'To export by team or priority'],
    ['q=gate', 'To export a search by text'],
    ['status=withdrawn&q=gate', 'To export a search by text'],
  ])('of %j is none, and says why', (query, why) => {
    expect(exportOf(parseFilters(query))).toEqual({ kind: 'none', why: expect.stringContaining(why) });
  });
});

describe('isSearchable', () => {
  it('waits for a second character, and lets a text be taken away', () => {
    expect(['', 'a', 'ab'].map(isSearchable)).toEqual([true, false, true]);
  });
});

describe('partsOf', () => {
  it('keeps a question mark within the query', () =>
    expect(partsOf('#/records/?q=why?')).toEqual(['records', 'q=why?']));
});
