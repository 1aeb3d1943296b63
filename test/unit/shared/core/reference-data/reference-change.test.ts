import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  builtInCatalogue,
  type Catalogue,
  type CatalogueValue,
  catalogueOf,
  usableValues,
} from '../../../../../shared/core/reference-data/reference-catalogue.ts';
import {
  addedValue,
  changedValue,
  differences,
  firstGap,
  mostValues,
} from '../../../../../shared/core/reference-data/reference-change.ts';

const now = '2026-03-01T12:00:00.000Z';
const later = '2026-04-01T00:00:00.000Z';
const mark = { by: 'Admin', at: now };
const change_reason = 'why';

const priority = (catalogue: Catalogue, code: string): CatalogueValue => {
  const value = catalogue.priorities.find((candidate) => candidate.code === code);
  if (value === undefined) throw new Error(code);
  return value;
};
const put = (catalogue: Catalogue, value: CatalogueValue): Catalogue => ({
  ...catalogue,
  priorities: catalogue.priorities.map((other) => (other.code === value.code ? value : other)),
});
const retire = (catalogue: Catalogue, code: string, valid_to: string): Catalogue =>
  put(catalogue, changedValue(catalogue, 'priorities', priority(catalogue, code), { valid_to, change_reason }, mark));

describe('addedValue', () => {
  it('goes behind the others at version 1', () => {
    const added = addedValue(
      builtInCatalogue,
      'priorities',
      { code: 'soon', labels: { en: 'Soon' }, target_hours: 48, valid_from: '2026-04-01T00:00:00Z', change_reason },
      mark,
    );

    expect(added).toMatchObject({ code: 'soon', sort_order: 50, version: 1, valid_from: later, changed_by: 'Admin' });
  });

  it.each([
    ['a twin', 'priorities', { code: 'URGENT', target_hours: 1 }, 'REFERENCE.DUPLICATE'],
    ['a priority without hours', 'priorities', { code: 'soon' }, 'REQUEST.INVALID'],
    ['hours of a team', 'assigned_teams', { code: 'NEW_TEAM', target_hours: 1 }, 'REQUEST.INVALID'],
    [
      'an end before the start',
      'assigned_teams',
      { code: 'NEW_TEAM', valid_from: later, valid_to: now },
      'REQUEST.INVALID',
    ],
    [
      'an end at the start',
      'assigned_teams',
      { code: 'NEW_TEAM', valid_from: later, valid_to: later },
      'REQUEST.INVALID',
    ],
  ] as const)('refuses %s', (_what, kind, body, code) => {
    expect(() => addedValue(builtInCatalogue, kind, { labels: { en: 'x' }, change_reason, ...body }, mark)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('refuses more values than are read at once', () => {
    const [first] = builtInCatalogue.assigned_teams;
    if (first === undefined) throw new Error('no team');
    const many = catalogueOf(
      Array.from({ length: mostValues - 4 }, (_, index) => ({
        kind: 'assigned_teams' as const,
        value: { ...first, code: `TEAM_${index}` },
      })),
    );

    expect(() => addedValue(many, 'assigned_teams', { code: 'X', labels: { en: 'x' }, change_reason }, mark)).toThrow(
      expect.objectContaining({ code: 'REFERENCE.FULL' }),
    );
  });
});

describe('changedValue', () => {
  it('keeps what is not named, and is one version later', () => {
    const before = priority(builtInCatalogue, 'medium');
    const after = changedValue(
      builtInCatalogue,
      'priorities',
      before,
      { labels: { en: 'Normal' }, change_reason },
      mark,
    );

    expect(after).toEqual({ ...before, labels: { en: 'Normal' }, version: 1, changed_by: 'Admin', changed_at: now });
    expect(differences(before, after)).toEqual([{ field: 'labels', from: before.labels, to: { en: 'Normal' } }]);
  });

  it('is the same value when nothing differs, in whatever order labels come', () => {
    const before = priority(builtInCatalogue, 'low');
    const { en = '', de = '', fr = '', es = '' } = before.labels;

    expect(
      changedValue(builtInCatalogue, 'priorities', before, { labels: { es, fr, de, en }, change_reason }, mark),
    ).toBe(before);
  });

  it('never retires the last active value, now or at a later instant', () => {
    const three = ['low', 'medium', 'high'].reduce((catalogue, code) => retire(catalogue, code, now), builtInCatalogue);

    expect(() => retire(three, 'urgent', now)).toThrow(
      expect.objectContaining({ code: 'REFERENCE.LAST_ACTIVE', details: { nothing_active_at: now } }),
    );
    expect(() => retire(three, 'urgent', later)).toThrow(
      expect.objectContaining({ code: 'REFERENCE.LAST_ACTIVE', details: { nothing_active_at: later } }),
    );
    const urgent = priority(three, 'urgent');
    expect(() => changedValue(three, 'priorities', urgent, { valid_from: later, change_reason }, mark)).toThrow(
      expect.objectContaining({ code: 'REFERENCE.LAST_ACTIVE' }),
    );
  });

  it('lets the last one go where another begins before it ends', () => {
    const three = ['low', 'medium', 'high'].reduce((catalogue, code) => retire(catalogue, code, now), builtInCatalogue);
    const low = priority(three, 'low');
    const back = put(
      three,
      changedValue(three, 'priorities', low, { valid_to: null, valid_from: later, change_reason }, mark),
    );

    expect(() => retire(back, 'urgent', later)).not.toThrow();
    expect(() => retire(back, 'urgent', '2026-03-31T00:00:00Z')).toThrow();
  });

  it('leaves no instant without a value, whatever is tried in whatever order', () => {
    const instants = ['2026-02-01', '2026-03-01', '2026-03-15', '2026-04-01'].map((day) => `${day}T12:00:00.000Z`);
    const instant = fc.option(fc.constantFrom(...instants));
    const step = fc.record({
      code: fc.constantFrom('low', 'medium', 'high', 'urgent'),
      valid_from: instant,
      valid_to: instant,
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let catalogue: Catalogue = builtInCatalogue;
        for (const { code, valid_from, valid_to } of steps) {
          try {
            const change = { valid_from, valid_to, change_reason };
            catalogue = put(catalogue, changedValue(catalogue, 'priorities', priority(catalogue, code), change, mark));
          } catch {
            // A refusal leaves the catalogue as it was.
          }
        }
        expect(firstGap(catalogue, 'priorities', now)).toBeUndefined();
        for (const at of [now, ...instants.filter((day) => day > now)]) {
          expect(usableValues(catalogue, 'priorities', at).length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
