// Every rule of .dependency-cruiser.cjs is broken once on purpose: a rule that sees nothing would pass every check. The
// plants stand in a tree of their own, which one run looks through.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../infra/dist-dir.ts';

const configFile = '.dependency-cruiser.cjs';
const { forbidden } = createRequire(import.meta.url)(join(projectRoot, configFile)) as {
  readonly forbidden: readonly { readonly name: string }[];
};

/** What each rule forbids: the file that breaks it, and its import. */
const plants: Readonly<Record<string, { readonly from: string; readonly to: string | undefined }>> = {
  'no-circular': { from: 'shared/core/circle/back.ts', to: './there.ts' },
  'no-orphans': { from: 'shared/core/left-over.ts', to: undefined },
  'imports-resolve': { from: 'functions/lost/lost.ts', to: './nowhere.ts' },
  'rule-2-the-bottom-knows-nothing': { from: 'shared/async/waiting.ts', to: '../core/target.ts' },
  'rule-2-contracts-know-errors-only': { from: 'shared/contracts/case.ts', to: '../core/target.ts' },
  'rule-2-values-know-values-only': { from: 'shared/contracts/values/statuses.ts', to: 'zod/mini' },
  'rule-2-core-knows-contracts-only': { from: 'shared/core/deciding.ts', to: '../table/engine/target.ts' },
  'rule-2-shared-knows-no-capability': { from: 'shared/runtime/serving.ts', to: '../../functions/intake/target.ts' },
  'rule-2-handlers-are-entries': { from: 'functions/intake/calling.ts', to: './api.handler.ts' },
  'rule-2-functions-know-no-infra': { from: 'functions/intake/placing.ts', to: '../../infra/target.ts' },
  'rule-3-core-is-pure': { from: 'shared/core/reading.ts', to: 'node:fs' },
  'rule-3-contracts-are-schemas': { from: 'shared/contracts/hashing.ts', to: 'node:crypto' },
  'rule-4-only-stores-know-dynamodb': { from: 'functions/intake/asking.ts', to: '@aws-sdk/lib-dynamodb' },
  'rule-4-wrappers-know-no-domain': { from: 'shared/runtime/http/answering.ts', to: '../../table/intake/target.ts' },
  'rule-5-capabilities-are-strangers': { from: 'functions/documents/linking.ts', to: '../intake/target.ts' },
  'rule-6-nothing-imports-test': { from: 'infra/faking.ts', to: '../test/target.ts' },
  'rule-6-infra-reads-route-tables': { from: 'infra/doing.ts', to: '../functions/intake/target.ts' },
  'rule-6-infra-reads-shared-as-data': { from: 'infra/deciding.ts', to: '../shared/core/target.ts' },
  'rule-6-constructs-name-no-function': { from: 'infra/constructs/naming.ts', to: '../functions/function-table.ts' },
};

/** What the plants import. */
const targets: Readonly<Record<string, string>> = {
  'shared/core/circle/there.ts': "import './back.ts';",
  'shared/core/target.ts': '',
  'shared/table/engine/target.ts': '',
  'shared/table/intake/target.ts': '',
  'functions/intake/target.ts': '',
  'functions/intake/api.handler.ts': '',
  'infra/target.ts': '',
  'infra/functions/function-table.ts': '',
  'test/target.ts': '',
};

const tree = mkdtempSync(join(tmpdir(), 'hub-plants-'));
afterAll(() => rmSync(tree, { recursive: true }));

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
}

function cruise(): readonly Violation[] {
  for (const file of [configFile, 'package.json']) cpSync(join(projectRoot, file), join(tree, file));
  symlinkSync(join(projectRoot, 'node_modules'), join(tree, 'node_modules'));
  const planted = Object.values(plants).map(
    ({ from, to }) => [from, to === undefined ? '' : `import '${to}';`] as const,
  );
  for (const [file, source] of [...Object.entries(targets), ...planted]) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), `${source}\nexport const planted = true;\n`);
  }
  const script = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const folders = ['infra', 'functions', 'shared', 'test'];
  // The baseline reporter lists violations and succeeds when there are some.
  const output = execFileSync(process.execPath, [script, '--config', configFile, '-T', 'baseline', ...folders], {
    cwd: tree,
    encoding: 'utf8',
  });
  return JSON.parse(output) as readonly Violation[];
}

describe('the dependency rules', () => {
  const violations = cruise();

  it('have a plant each', () => {
    expect(Object.keys(plants).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(plants))('%s sees what breaks it', (name, { from }) => {
    expect(violations.filter(({ rule }) => rule.name === name).map((each) => each.from)).toContain(from);
  });
});
