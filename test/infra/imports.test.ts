// What may be imported as a type only, and what the dashboard imports: the rules that dependency-cruiser cannot see.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

interface Import {
  readonly from: string;
  /** Relative to the project root for files of ours, else the package's name. */
  readonly to: string;
  readonly typeOnly: boolean;
}

function importsIn(folder: string): readonly Import[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules') && !name.startsWith('dist'))
    .flatMap((name) => importsOf(join(folder, name), readFileSync(join(root, folder, name), 'utf8')));
}

function importsOf(from: string, source: string): readonly Import[] {
  const statements = source.matchAll(
    /^(?:import|export)(\s+type)?\b[^;'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...statements].map(([, type, named, bare, dynamic]) => {
    const target = named ?? bare ?? dynamic ?? '';
    return { from, to: target.startsWith('.') ? join(dirname(from), target) : target, typeOnly: type !== undefined };
  });
}

const show = ({ from, to, typeOnly }: Import): string => `${from} → ${to}${typeOnly ? ' (type)' : ''}`;

describe('importsOf', () => {
  it('tells types from values, over several lines and in every form', () => {
    const source = [
      "import type { A } from './a.ts';",
      "import {\n  b,\n  type B,\n} from '../b.ts';",
      "import './c.css';",
      "export { d } from './d.ts';",
      "const e = await import('./e.ts');",
      "import * as z from 'zod/mini';",
    ].join('\n');

    expect(importsOf('web/src/x.ts', source).map(show)).toEqual([
      'web/src/x.ts → web/src/a.ts (type)',
      'web/src/x.ts → web/b.ts',
      'web/src/x.ts → web/src/c.css',
      'web/src/x.ts → web/src/d.ts',
      'web/src/x.ts → web/src/e.ts',
      'web/src/x.ts → zod/mini',
    ]);
  });
});

describe('use cases', () => {
  it('import stores and adapters as types only, so that they run with any other (rule 4)', () => {
    const wrong = importsIn('functions')
      .filter(({ from }) => !/(\.handler|\/compose[a-z-]*)\.ts$/.test(from))
      .filter(({ to, typeOnly }) => /^shared\/(table|adapters)\//.test(to) && !typeOnly);

    expect(wrong.map(show)).toEqual([]);
  });
});

/** They put together what wrappers and several capabilities need. */
const composing = new Set([
  'shared/runtime/table-basis.ts',
  'shared/runtime/document-links.ts',
  'shared/runtime/batch/batch-tools.ts',
  'shared/runtime/http/http-tools.ts',
  'shared/runtime/http/reading-http-tools.ts',
]);
/** A pure function: stream records have the form of the table's items. */
const plainItem = 'shared/table/engine/plain-item.ts';

describe('the runtime', () => {
  it('builds stores and adapters in its composition roots only (rule 4)', () => {
    const wrong = importsIn('shared/runtime')
      .filter(({ from }) => !composing.has(from))
      .filter(({ to, typeOnly }) => /^shared\/(table|adapters)\//.test(to) && to !== plainItem && !typeOnly);

    expect(wrong.map(show)).toEqual([]);
  });
});

describe('the dashboard', () => {
  const ours = importsIn('web').filter(({ to }) => /^(shared|functions|infra|test)\//.test(to));

  it('knows the contracts and the rules, and nothing behind them (rule 6)', () => {
    expect(ours.filter(({ to }) => !/^shared\/(contracts|core)\//.test(to)).map(show)).toEqual([]);
  });

  it('knows schemas as types, so that no schema is sent to browsers (rule 6)', () => {
    const wrong = ours.filter(({ to, typeOnly }) => !/^shared\/(contracts\/values|core)\//.test(to) && !typeOnly);

    expect(wrong.map(show)).toEqual([]);
  });
});
