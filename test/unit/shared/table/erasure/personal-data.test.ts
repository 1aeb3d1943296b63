import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { personalData } from '../../../../../shared/table/erasure/personal-data.ts';

/** The table layer, and the definitions of desks, which name the item types of its one store of desk items. */
const folders = ['table/', 'core/desk/'].map((name) => new URL(`../../../../../shared/${name}`, import.meta.url));

const textsIn = (folder: URL): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('eraser.ts') && name !== 'erasure/personal-data.ts')
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** Every value of `entity` that is written or described. */
function itemTypes(): readonly string[] {
  const text = folders.flatMap(textsIn).join('\n');
  return [...new Set([...text.matchAll(/\bentity'?: '([a-z_]+)'/g)].map(([, entity = '']) => entity))].sort();
}

describe('what the table holds of a requester', () => {
  it('is declared for every item type, and for none that does not exist', () => {
    expect(itemTypes().length).toBeGreaterThan(15);
    expect(Object.keys(personalData).sort()).toEqual(itemTypes());
  });

  it('says of each field either that it is erased or why it stays', () => {
    for (const [entity, held] of Object.entries(personalData)) {
      if (held === 'none') continue;
      const kept = Object.keys(held.kept ?? {});
      expect(held.erased.length + kept.length, entity).toBeGreaterThan(0);
      expect(
        kept.filter((field) => held.erased.includes(field)),
        entity,
      ).toEqual([]);
    }
  });
});
