// Forms over reference values against the API's own schemas.
import { describe, expect, it } from 'vitest';
import { referenceAddition, referenceChange } from '../../../../../shared/contracts/reference.ts';
import { labelLanguages } from '../../../../../shared/contracts/values/reference.ts';
import {
  additionOf,
  emptyValue,
  languages,
  parseKind,
  refusedFields,
  type ValueDraft,
  type ValueField,
  valueChanges,
  valueDraftOf,
  valueProblems,
} from '../../../../../web/src/model/reference-edit.ts';
import { changeWords } from '../../../../../web/src/model/reference-history.ts';
import { createRetirementMoment, retirementWords } from '../../../../../web/src/model/retirement.ts';
import { referenceValueOf } from './reference-values.ts';

const valid: ValueDraft = { ...emptyValue, code: 'NEW_TYPE', en: 'New type', sort_order: '5', target_hours: '24' };

describe('the forms', () => {
  it('know the languages of the API', () => {
    expect(languages.map(({ language }) => language)).toEqual(labelLanguages);
  });

  it.each([
    ['kind=priorities', 'priorities'],
    ['kind=secrets', 'request_types'],
  ])('the address %s shows %s', (query, kind) => expect(parseKind(query)).toBe(kind));
});

describe('valueProblems', () => {
  const cases: readonly (readonly [ValueField, string])[] = [
    ['code', ''],
    ['code', '1ST'],
    ['code', 'two words'],
    ['code', 'x'.repeat(64)],
    ['code', 'x'.repeat(65)],
    ['en', ''],
    ['en', 'x'.repeat(80)],
    ['en', 'x'.repeat(81)],
    ['de', 'Störung'],
    ['de', 'two\nlines'],
    ['de', 'bell\u0007'],
    ['sort_order', '0'],
    ['sort_order', '1.5'],
    ['sort_order', '10000'],
    ['target_hours', '0'],
    ['target_hours', '0.009'],
    ['target_hours', '0.01'],
    ['target_hours', '0.5'],
    ['target_hours', '8760'],
    ['target_hours', '8761'],
  ];

  it.each(cases)('says of %s what the API would say of it: %j', (field, value) => {
    const draft = { ...valid, [field]: value };

    const refusedHere = valueProblems(draft, 'priorities', [])[field] !== undefined;
    const refusedThere = !referenceAddition.safeParse(additionOf(draft, 'priorities', 'why')).success;

    expect(refusedHere).toBe(refusedThere);
  });

  it('refuses a code that is taken and an end before the beginning', () => {
    const draft = { ...valid, valid_from: '2026-02-01T00:00', valid_to: '2026-01-01T00:00' };

    expect(valueProblems(draft, 'request_types', ['NEW_TYPE'])).toEqual({
      code: 'There is a value with this code already.',
      valid_to: 'The end has to be after the beginning.',
    });
  });

  it('needs hours of priorities only', () => {
    expect(valueProblems({ ...valid, target_hours: '' }, 'request_types', [])).toEqual({});
  });
});

describe('additionOf', () => {
  it('leaves out what is empty and sends instants', () => {
    const draft = { ...valid, de: ' Neu ', valid_from: '2026-02-01T00:00' };

    expect(referenceAddition.parse(additionOf(draft, 'request_types', ' why '))).toEqual({
      code: 'NEW_TYPE',
      labels: { en: 'New type', de: 'Neu' },
      sort_order: 5,
      valid_from: new Date('2026-02-01T00:00').toISOString(),
      change_reason: 'why',
    });
  });
});

describe('valueChanges', () => {
  const base = valueDraftOf(referenceValueOf('priorities', 'high'));

  it('is nothing when nothing was changed', () => expect(valueChanges(base, { ...base })).toEqual({}));

  it('sends all labels when one was changed, and the API takes it', () => {
    const changes = valueChanges(base, { ...base, de: 'Sehr hoch' });

    expect(changes).toEqual({ labels: { en: 'High', de: 'Sehr hoch', fr: 'Haute', es: 'Alta' } });
    expect(referenceChange.safeParse({ ...changes, change_reason: 'why' }).success).toBe(true);
  });

  it('takes a date away with null', () => {
    const retired = { ...base, valid_to: '2026-02-01T00:00' };

    expect(valueChanges(retired, { ...retired, valid_to: '' })).toEqual({ valid_to: null });
  });
});

describe('refusedFields', () => {
  it('finds labels below their own pointer and leaves what it does not know', () => {
    const told = refusedFields([
      { pointer: '#/labels/de', detail: 'must be a single line' },
      { pointer: '#/change_reason', detail: 'is missing' },
      { pointer: '#/code', detail: 'is taken' },
    ]);

    expect(told).toEqual({ de: 'must be a single line', code: 'is taken' });
  });
});

describe('changeWords', () => {
  it.each([
    [{ field: 'target_hours', from: 24, to: 12 }, 'Target hours: 24 → 12'],
    [{ field: 'labels', from: { en: 'Old' }, to: { en: 'New', de: 'Neu' } }, 'Labels: en Old → en New, de Neu'],
    [{ field: 'sort_order', from: null, to: 0 }, 'Sort order: none → 0'],
  ])('%j is %s', (change, words) => expect(changeWords(change)).toBe(words));

  it('shows instants as times', () => {
    expect(changeWords({ field: 'valid_to', from: null, to: '2026-01-31T08:00:00.000Z' })).toMatch(/none → .*2026/);
  });
});

describe('a retirement', () => {
  const moments = () => {
    let ms = Date.UTC(2026, 0, 31);
    return createRetirementMoment(() => {
      ms += 1000;
      return new Date(ms);
    });
  };

  it('at once is from its first try on, however often it is tried under its key', () => {
    const momentOf = moments();

    expect([momentOf('', 'a'), momentOf('', 'a'), momentOf('', 'b')]).toEqual([
      '2026-01-31T00:00:01.000Z',
      '2026-01-31T00:00:01.000Z',
      '2026-01-31T00:00:02.000Z',
    ]);
  });

  it('from a moment on is from that moment on', () => {
    expect(moments()('2026-03-01T08:00', 'a')).toBe(new Date('2026-03-01T08:00').toISOString());
  });

  const never = { status: 'active', valid_to: null } as const;
  const later = { status: 'active', valid_to: '2126-01-31T00:00:00.000Z' } as const;
  const gone = { status: 'retired', valid_to: '2026-01-31T00:00:00.000Z' } as const;

  it.each([
    ['now', never, gone, 'The value was retired.'],
    ['in the future', never, later, /^The value retires at .*2126/],
    ['taken back', gone, never, 'The value is offered again.'],
    ['taken back before it came', later, never, 'The planned retirement was cancelled.'],
  ])('%s is told as what it is', (_, before, after, words) => {
    expect(retirementWords(before, after)).toMatch(words);
  });
});
