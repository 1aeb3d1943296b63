import { describe, expect, it } from 'vitest';
import { businessObjectListQuery } from '../../../../../shared/contracts/canonical.ts';
import { submissionExportQuery, submissionListQuery } from '../../../../../shared/contracts/intake.ts';
import { lineageGraphQuery } from '../../../../../shared/contracts/lineage-graph.ts';
import { caseListQuery } from '../../../../../shared/contracts/operations.ts';
import { builtInReference } from '../../../../../shared/contracts/reference.ts';
import { canonicalKindOf } from '../../../../../shared/core/canonical/canonical-mapping.ts';
import {
  acceptedRange,
  requireKnownCodes,
  requireSearchRight,
  timeRange,
} from '../../../../../shared/core/lists/list-query.ts';
import { listName } from '../../../../../shared/core/lists/paging.ts';
import { builtInCatalogue } from '../../../../../shared/core/reference-data/reference-catalogue.ts';
import { HubError } from '../../../../../shared/errors/hub-error.ts';
import type { Schema } from '../../../../../shared/runtime/http/route.ts';
import { parseInput } from '../../../../../shared/runtime/http/validation.ts';

const problems = (act: () => unknown): readonly string[] => {
  try {
    act();
    return [];
  } catch (error) {
    return error instanceof HubError
      ? error.fields.map(({ pointer, detail }) => `${pointer} ${detail}`)
      : [String(error)];
  }
};
const read = (schema: Schema, query: object) => parseInput(schema, query, 'query') as Record<string, unknown>;
const refusal = (schema: Schema, query: object) => problems(() => read(schema, query));

describe('the query of a list', () => {
  it.each(['0', '00', '007', '0x10', '1e1', '+5', '-1', '5.0', ' 5', '5 ', '501', '1000', '٣', '', 'ten'])(
    'has no limit of %j',
    (limit) => {
      expect(refusal(submissionListQuery, { limit })).toEqual([
        'query:limit must be a whole number from 1 to 500 in decimal digits',
      ]);
    },
  );

  it('has 50 a page, 1,000 a page of an export, unless it says otherwise', () => {
    expect(read(submissionListQuery, {})['limit']).toBe(50);
    for (const limit of [1, 99, 100, 499, 500]) {
      expect(read(submissionListQuery, { limit: String(limit) })['limit']).toBe(limit);
    }
    expect(read(submissionExportQuery, {})['limit']).toBe(1000);
    expect(refusal(submissionExportQuery, { limit: '1001' })).toHaveLength(1);
  });

  it.each([
    [
      submissionListQuery,
      { status: 'open' },
      'query:status must be one or several of received, withdrawn, separated by commas',
    ],
    [
      caseListQuery,
      { status: 'open,shut' },
      'query:status must be one or several of open, in_progress, completed, rejected',
    ],
    [caseListQuery, { status: 'open,' }, 'query:status must be one or several of'],
    [
      submissionListQuery,
      { sort: 'priority' },
      'query:sort must be one of -created_at, created_at; no other order has an index',
    ],
    [submissionListQuery, { sort: 'due_at' }, 'query:sort must be one of -created_at, created_at'],
    [caseListQuery, { overdue: 'yes' }, 'query:overdue must be true or false'],
    [caseListQuery, { priority: 'low;high' }, 'query:priority must be one or several codes'],
    [submissionListQuery, { created_from: '2026-02-30' }, 'query:created_from must be a date such as'],
    [submissionListQuery, { created_to: '2026-02-03 10:00' }, 'query:created_to must be a date such as'],
    [submissionListQuery, { q: 'x' }, 'query:q must have at least 2 characters'],
    [
      submissionListQuery,
      { colour: 'red' },
      'query:colour is not a known parameter; allowed: limit, cursor, sort, status,',
    ],
    [
      businessObjectListQuery,
      { canonical_category: 'x' },
      'query:canonical_category must be one or several of inquiry,',
    ],
    [lineageGraphQuery, { id: 'EVT-01JD0000000000000000000000' }, 'query:id must be the id of'],
  ] as const)('%# refuses %j and says what is allowed', (schema, query, expected) => {
    expect(refusal(schema, query)[0]).toContain(expected);
  });

  it('reads several values in any order, and each once', () => {
    expect(read(caseListQuery, { status: 'rejected,open,rejected' })['status']).toEqual(['open', 'rejected']);
  });

  it('knows every category that requests become', () => {
    for (const { code } of [...builtInReference.request_types, { code: 'ADDED_BY_AN_ADMINISTRATOR' }]) {
      const { objectType, canonicalCategory } = canonicalKindOf(code);
      const query = { object_type: objectType, canonical_category: canonicalCategory };
      expect(refusal(businessObjectListQuery, query)).toEqual([]);
    }
  });
});

describe('requireKnownCodes', () => {
  it('refuses a code that nobody ever defined, with those that there are', () => {
    expect(problems(() => requireKnownCodes({ priority: ['low', 'huge'] }, builtInCatalogue))).toEqual([
      'query:priority must be one or several of low, medium, high, urgent, separated by commas',
    ]);
    expect(problems(() => requireKnownCodes({ priority: ['low'], q: 'huge' }, builtInCatalogue))).toEqual([]);
  });
});

describe('requireSearchRight', () => {
  it('lets nobody look for what they may not see', () => {
    const viewer = { unmasked: false };

    expect(() => requireSearchRight({ q: 'alex', requester: 'alex' }, viewer)).toThrowError(
      expect.objectContaining({ kind: 'forbidden', code: 'AUTH.PERSONAL_DATA' }),
    );
    expect(() => requireSearchRight({ q: 'alex' }, { unmasked: true })).not.toThrow();
    expect(() => requireSearchRight({ status: ['open'] }, viewer)).not.toThrow();
  });
});

describe('a range of time', () => {
  const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

  it.each([
    ['2026-01-31', '2026-01-31', '2026-01-31T00:00:00.000Z', '2026-01-31T23:59:59.999Z'],
    ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00Z', '2026-01-31T08:00:00.000Z', '2026-01-31T08:00:00.000Z'],
    [undefined, '2026-01-31', undefined, '2026-01-31T23:59:59.999Z'],
    ['2026-01-31', undefined, '2026-01-31T00:00:00.000Z', undefined],
  ])('from %s to %s has both ends in it', (created_from, created_to, from, to) => {
    const range = acceptedRange({ created_from, created_to });

    expect([iso(range.fromMs), iso(range.toMs)]).toEqual([from, to]);
  });

  it('that ends before it begins is refused', () => {
    expect(problems(() => timeRange({ from: 'from', to: 'to' }, '2026-02-01', '2026-01-31'))).toEqual([
      'query:to must not be before from',
    ]);
  });
});

describe('listName', () => {
  it('is the same for the same filters and another for others, whatever the page', () => {
    const name = listName('cases', { status: ['open'], sort: 'due_at', limit: 5, cursor: 'x' });

    expect(listName('cases', { limit: 9, sort: 'due_at', status: ['open'], q: undefined })).toBe(name);
    expect(listName('cases', { status: ['open'] })).not.toBe(name);
    expect(listName('cases', { status: ['open'], sort: 'created_at' })).not.toBe(name);
    expect(listName('records', { status: ['open'], sort: 'due_at' })).not.toBe(name);
    expect(listName('cases', { q: 'a"],["sort","due_at' })).not.toBe(listName('cases', { q: 'a', sort: 'due_at' }));
  });
});
