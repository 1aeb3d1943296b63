// The documents say what the code says: generated tables, options, runbook sections, item types, file lists and links.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allRoutes } from '../../functions/routes.ts';
import { projectRoot } from '../../infra/dist-dir.ts';
import { apiTable, capabilityTable, generatedDocuments, withTables } from '../../infra/docs-tables.ts';
import { runbookSections } from '../../infra/functions/alarm-spec.ts';
import { alarmTable } from '../../infra/functions/alarm-table.ts';
import { functionTable } from '../../infra/functions/function-table.ts';
import { queuesOf } from '../../infra/functions/queue-spec.ts';
import { queueTable } from '../../infra/functions/queues.ts';
import { usage } from '../../infra/local/process/start-options.ts';
import { alarmsTable, queueSettingsTable, scheduleTable } from '../../infra/row-tables.ts';
import { environmentNames } from '../../shared/runtime/env.ts';
import { boundaries } from '../../shared/table/engine/keys.ts';

const at = (...parts: readonly string[]): string => join(projectRoot, ...parts);
const read = (...parts: readonly string[]): string => readFileSync(at(...parts), 'utf8');
const filesIn = (folder: string): readonly string[] =>
  readdirSync(at(folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

const readme = read('README.md');
const queues = queuesOf(queueTable);
const schedules = functionTable.filter(({ trigger }) => trigger.kind === 'schedule').length;
const capabilities = readdirSync(at('functions'), { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(at('docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  ...capabilities.map((name) => join('functions', name, 'README.md')),
];

/** Text between backticks, fenced blocks left out. */
const codeSpans = (text: string): ReadonlySet<string> =>
  new Set([...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code));

/** Anchors of a document, as GitHub makes them of its headings. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('README.md', () => {
  it.each([
    ['SQS queues', `${queues.length}`],
    ['Schedules, alarms', `${schedules}, ${alarmTable(functionTable, queues).length}`],
    ['Lambda functions', `${functionTable.filter(({ developmentOnly }) => developmentOnly !== true).length}`],
  ])('counts the %s that there are', (name, count) => {
    expect(readme).toMatch(new RegExp(`^\\| ${name}[^|]* \\| ${count}( \\(.*\\))? \\| ${count} \\|$`, 'm'));
  });

  it.each([...usage.matchAll(/^\s+(--[a-z-]+)/gm)].map(([, option = '']) => option))(
    'explains the option %s of npm start',
    (option) => {
      expect([...codeSpans(readme)].some((code) => code.split(' ')[0] === option)).toBe(true);
    },
  );

  it.each([...new Set([...read('infra', 'stage.ts').matchAll(/\(context, '(\w+)'/g)].map(([, name = '']) => name))])(
    'explains the context option %s',
    (name) => {
      expect(codeSpans(readme)).toContain(name);
    },
  );

  it.each(Object.values(environmentNames))('explains the variable %s', (name) => {
    expect(codeSpans(readme)).toContain(name);
  });

  it.each([
    ...new Set(
      documents.flatMap((name) => [...read(name).matchAll(/npm run ([a-z0-9:]+)/g)].map(([, script]) => script)),
    ),
  ])('and the other documents name the script %s, which exists', (script = '') => {
    const manifest = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

    expect(Object.keys(manifest.scripts)).toContain(script);
  });
});

describe('the tables', () => {
  it.each(generatedDocuments)('of %s are those of routes, rows and events; npm run docs:build writes them', (name) => {
    expect(withTables(name, read(name))).toBe(read(name));
  });

  it('have a row for every schedule and every queue', () => {
    expect(scheduleTable().split('\n')).toHaveLength(schedules + 2);
    expect(queueSettingsTable().split('\n')).toHaveLength(queues.length + 2);
  });

  it('follow a new rate of a schedule', () => {
    const hourly = functionTable.map((spec) =>
      spec.trigger.kind === 'schedule' ? { ...spec, trigger: { ...spec.trigger, everyMinutes: 120 } } : spec,
    );

    expect(scheduleTable(hourly)).toContain('| every 2 hours |');
    expect(alarmsTable('', alarmTable(hourly, queues))).toContain('it runs every 2 hours');
  });

  it('have a row for every route and every function', () => {
    const routes = allRoutes.reduce((sum, table) => sum + table.routes.length, 0);

    expect(apiTable().split('\n')).toHaveLength(routes + 2);
    expect(capabilityTable().split('\n')).toHaveLength(functionTable.length + 2);
  });

  it('refuse a function that appends to the outbox without an event', () => {
    const [first] = functionTable;
    if (first === undefined) throw new Error('no functions');
    const unnamed = { ...first, name: 'new-api', appends: ['outbox'] as const };

    expect(() => capabilityTable([unnamed])).toThrow(/which event new-api emits/);
  });

  it('refuse a document without their markers', () => {
    expect(() => withTables('README.md', '# nothing')).toThrow(/needs the lines/);
  });
});

describe('docs/runbook.md', () => {
  const runbook = read('docs', 'runbook.md');

  it.each(runbookSections)('has the section %s with description, investigation and resolution', (section) => {
    expect(anchorsOf(runbook)).toContain(section);
    const text = runbook.split(/^## /m).find((part) => anchorsOf(`## ${part}`)[0] === section);
    for (const part of ['Description', 'Investigation', 'Resolution']) {
      expect(text).toContain(`**${part}.**`);
    }
  });
});

describe('docs/data-model.md', () => {
  const dataModel = read('docs', 'data-model.md');
  const entities = filesIn(join('shared', 'table')).flatMap((file) =>
    [...read('shared', 'table', file).matchAll(/\bentity'?: '(\w+)'/g)].map(([, entity = '']) => entity),
  );

  it.each([...new Set(entities)])('describes the item type %s', (entity) => {
    expect(dataModel).toMatch(new RegExp(`^\\| \`${entity}\``, 'm'));
  });

  it.each(Object.values(boundaries))('says what %s holds', (prefix) => {
    expect(codeSpans(dataModel)).toContain(prefix);
  });
});

describe('functions/*/README.md', () => {
  it.each(capabilities)('%s lists its files, and no others', (name) => {
    const listed = [...read('functions', name, 'README.md').matchAll(/^\| `([\w./-]+\.ts)`/gm)].map(([, file]) => file);

    expect([...listed].sort()).toEqual([...filesIn(join('functions', name))].sort());
  });
});

describe('links', () => {
  it.each(documents)('of %s lead somewhere', (name) => {
    const links = [...read(name).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const broken = links
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? name : relative(projectRoot, join(projectRoot, dirname(name), path));
        if (!existsSync(at(file))) return true;
        return anchor !== undefined && !anchorsOf(read(file)).includes(anchor);
      });

    expect(broken).toEqual([]);
  });

  it('of contributing names files that exist', () => {
    // `NNNN-title.md` stands for the name of a decision to come; builds write `web/dist/`.
    const paths = [...codeSpans(read('CONTRIBUTING.md'))].filter(
      (code) => /^(?:functions|infra|shared|test|web|docs)\/[\w./-]+$/.test(code) && !/NNNN|^web\/dist\//.test(code),
    );

    expect(paths.filter((path) => !existsSync(at(path)))).toEqual([]);
    expect(paths.length).toBeGreaterThan(30);
  });

  it('of the list of decisions name every decision', () => {
    const decisions = readdirSync(at('docs', 'adr')).filter((name) => /^\d{4}-/.test(name));
    const list = read('docs', 'adr', 'README.md');

    expect(decisions.filter((name) => !list.includes(`(${name})`))).toEqual([]);
  });
});
