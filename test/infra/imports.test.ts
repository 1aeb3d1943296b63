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
const isBehindUseCases = (to: string): boolean => /^shared\/(table|adapters)\//.test(to);

interface Rule {
  readonly name: string;
  readonly folder: string;
  readonly forbids: (each: Import) => boolean;
  /** Breaks the rule: the file, and what it says. */
  readonly plant: readonly [from: string, source: string];
}

const rules: readonly Rule[] = [
  {
    name: 'use cases import stores and adapters as types only, so that they run with any other (rule 4)',
    folder: 'functions',
    forbids: ({ from, to, typeOnly }) =>
      !/(\.handler|\/compose[a-z-]*)\.ts$/.test(from) && isBehindUseCases(to) && !typeOnly,
    plant: ['functions/intake/use.ts', "import { intakeStore } from '../../shared/table/intake/intake-store.ts';"],
  },
  {
    name: 'handlers take clients and leave stores to their composition (rule 4)',
    folder: 'functions',
    forbids: ({ from, to, typeOnly }) =>
      /\.handler\.ts$/.test(from) && isBehindUseCases(to) && to !== 'shared/adapters/clients.ts' && !typeOnly,
    plant: [
      'functions/intake/a.handler.ts',
      "import { intakeStore } from '../../shared/table/intake/intake-store.ts';",
    ],
  },
  {
    name: 'the runtime builds stores and adapters in its composition roots only (rule 4)',
    folder: 'shared/runtime',
    forbids: ({ from, to, typeOnly }) => !composing.has(from) && isBehindUseCases(to) && to !== plainItem && !typeOnly,
    plant: ['shared/runtime/http/use.ts', "import { hubTable } from '../../table/engine/hub-table.ts';"],
  },
  {
    name: 'the console knows the contracts and the rules, and nothing behind them (rule 6)',
    folder: 'web',
    forbids: ({ to }) => /^(shared\/(?!contracts\/|core\/)|functions\/|infra\/|test\/)/.test(to),
    plant: ['web/src/api/use.ts', "import type { Route } from '../../../shared/runtime/http/route.ts';"],
  },
  {
    name: 'the console knows schemas as types, so that no schema is sent to browsers (rule 6)',
    folder: 'web',
    forbids: ({ to, typeOnly }) => /^shared\/contracts\/(?!values\/)/.test(to) && !typeOnly,
    plant: ['web/src/api/use.ts', "import { submission } from '../../../shared/contracts/intake.ts';"],
  },
];

describe.each(rules)('$name', ({ folder, forbids, plant }) => {
  it('holds', () => {
    expect(importsIn(folder).filter(forbids).map(show)).toEqual([]);
  });

  it('sees what breaks it', () => {
    expect(importsOf(...plant).filter(forbids)).toHaveLength(1);
  });
});
