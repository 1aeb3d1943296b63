import { describe, expect, it } from 'vitest';
import {
  builtInCatalogue,
  type CatalogueValue,
  catalogueOf,
  refusals,
  statusAt,
  usableValues,
} from '../../../../../shared/core/reference-data/reference-catalogue.ts';

const now = '2026-03-01T12:00:00.000Z';
const value = (code: string, settings: Partial<CatalogueValue> = {}): CatalogueValue => ({
  code,
  labels: { en: code },
  sort_order: 10,
  target_hours: 8,
  valid_from: null,
  valid_to: null,
  version: 1,
  changed_by: 'Admin',
  changed_at: now,
  ...settings,
});
const changed = (changes: Readonly<Record<string, Partial<CatalogueValue>>>) =>
  catalogueOf(
    Object.entries(changes).map(([code, settings]) => ({ kind: 'priorities', value: value(code, settings) })),
  );

describe('statusAt', () => {
  it.each([
    ['unbounded', null, null, 'active'],
    ['from this very instant', now, null, 'active'],
    ['from the next millisecond', '2026-03-01T12:00:00.001Z', null, 'scheduled'],
    ['until this very instant', null, now, 'retired'],
    ['until the next millisecond', null, '2026-03-01T12:00:00.001Z', 'active'],
    ['over already, whatever comes first', '2027-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'retired'],
  ])('%s', (_what, valid_from, valid_to, status) => {
    expect(statusAt({ valid_from, valid_to }, now)).toBe(status);
  });
});

describe('catalogueOf', () => {
  it('puts changes in place of built-in values and additions where their order says', () => {
    const { priorities } = changed({ medium: { labels: { en: 'Normal' }, sort_order: 99 }, now: { sort_order: 1 } });

    expect(priorities.map(({ code }) => code)).toEqual(['now', 'low', 'high', 'urgent', 'medium']);
    expect(priorities.at(-1)?.labels).toEqual({ en: 'Normal' });
  });

  it('without changes is what is built in', () => {
    expect(catalogueOf([])).toEqual(builtInCatalogue);
    expect(builtInCatalogue.priorities.every(({ target_hours }) => target_hours !== null)).toBe(true);
  });
});

describe('refusals', () => {
  const catalogue = changed({
    medium: { valid_to: now },
    soon: { valid_from: '2026-04-01T00:00:00Z', sort_order: 50 },
  });

  it('passes what may be named, and fields that are not given', () => {
    expect(refusals({ priority: 'low', request_type: 'COMPLAINT' }, catalogue, now)).toEqual([]);
  });

  it.each([
    ['whenever', 'must be one of: low, high, urgent'],
    ['LOW', 'must be one of: low, high, urgent'],
    ['medium', 'is retired and cannot be chosen; must be one of: low, high, urgent'],
    ['soon', 'is scheduled and cannot be chosen; must be one of: low, high, urgent'],
  ])('refuses %s and names what is valid', (priority, detail) => {
    expect(refusals({ priority }, catalogue, now)).toEqual([{ pointer: '#/priority', detail }]);
  });

  it('lets a scheduled value be named from its day on', () => {
    expect(refusals({ priority: 'soon' }, catalogue, '2026-04-01T00:00:00Z')).toEqual([]);
    expect(usableValues(catalogue, 'priorities', now).map(({ code }) => code)).toEqual(['low', 'high', 'urgent']);
  });
});
