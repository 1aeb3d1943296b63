// Generates tables of the documents: the API from the route tables, the events from the event catalogue, functions, schedules,
// queues and alarms from their rows. `npm run docs:build` writes them; a test fails when a document differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { allRoutes, type CapabilityRoutes } from '../functions/routes.ts';
import { eventCatalogue } from '../shared/contracts/events/catalogue.ts';
import { permissions } from '../shared/contracts/values/permissions.ts';
import { type Boundary, boundaries } from '../shared/table/engine/keys.ts';
import { projectRoot } from './dist-dir.ts';
import { inWords } from './functions/alarm-table.ts';
import type { FunctionSpec, Trigger } from './functions/function-spec.ts';
import { functionTable } from './functions/function-table.ts';
import { code, none, table } from './markdown-table.ts';
import { alarmsTable, queueSettingsTable, scheduleTable } from './row-tables.ts';

/** The generated tables of each document, by the name in their markers. */
const parts: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
  'README.md': () => ({
    api: apiTable(),
    functions: capabilityTable(),
    schedules: scheduleTable(),
    events: eventTable(),
    queues: queueSettingsTable(),
    alarms: alarmsTable('docs/runbook.md'),
  }),
  'docs/runbook.md': () => ({ alarms: alarmsTable('') }),
};

/** Documents that hold generated tables, relative to the project root. */
export const generatedDocuments: readonly string[] = Object.keys(parts);

function triggerWords(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'rest':
      return 'HTTP';
    case 'stream':
      return 'table stream';
    case 'queue':
      return trigger.queues === 'failures' ? 'failure queues' : `${trigger.queues.join(' and ')} queue`;
    case 'schedule':
      return `every ${inWords(trigger.everyMinutes)}`;
  }
}

/** Lists method, path, permission and lowest role of every route, in the order of the route tables. */
export function apiTable(tables: readonly CapabilityRoutes[] = allRoutes): string {
  const rows = tables.flatMap(({ routes, developmentOnly }) =>
    routes.map(({ method, path, permission, summary }) => [
      code(method),
      code(path),
      permission === 'public' ? none : code(permission),
      permission === 'public' ? 'anyone' : permissions[permission].lowest,
      developmentOnly === true ? `${summary} (development stage only)` : summary,
    ]),
  );
  return table(['Method', 'Path', 'Permission', 'Lowest role', 'What it does'], rows);
}

/**
 * Lists folder, trigger, reads, writes and emits of every function.
 * @throws Error when a function appends to the outbox and has no entry in the table of events.
 */
export function capabilityTable(functions: readonly FunctionSpec[] = functionTable): string {
  const rows = functions.map((spec) => [
    folderLink(spec.entry),
    code(spec.name),
    triggerWords(spec.trigger),
    spec.developmentOnly === true ? 'everything' : prefixes(spec.reads),
    spec.developmentOnly === true ? 'everything' : written(spec),
    emits(spec),
    spec.description,
  ]);
  return table(['Folder', 'Function', 'Trigger', 'Reads', 'Writes', 'Emits', 'What it does'], rows);
}

/** Every event type with its name on the wire, its queue, who writes it and what it leads to. */
export function eventTable(): string {
  const rows = eventCatalogue.map(({ type, cloudEvent, queue, emittedBy, tells, effect }) => [
    code(type),
    code(cloudEvent),
    queue,
    emittedBy.map(code).join(', '),
    tells,
    effect,
  ]);
  return table(['Event', 'CloudEvents type', 'Queue', 'Written by', 'Tells', 'Effect'], rows);
}

/** The text of a document with each generated part replaced. @throws Error when a marker is missing. */
export function withTables(file: string, text: string): string {
  return Object.entries(parts[file]?.() ?? {}).reduce((document, [name, content]) => {
    const [begin, end] = [`<!-- ${name} table: npm run docs:build -->`, `<!-- end of ${name} table -->`];
    const [from, to] = [document.indexOf(begin), document.indexOf(end)];
    if (from === -1 || to < from) {
      throw new Error(`${file} needs the lines "${begin}" and "${end}"`);
    }
    return `${document.slice(0, from + begin.length)}\n${content}\n${document.slice(to)}`;
  }, text);
}

function emits(spec: FunctionSpec): string {
  const events = eventCatalogue.filter(({ emittedBy }) => (emittedBy as readonly string[]).includes(spec.name));
  const writes = spec.writes.includes('outbox');
  // A function that may update events need not append any; one that may only append has to.
  if (events.length === 0 ? spec.appends.includes('outbox') : !writes && !spec.appends.includes('outbox')) {
    throw new Error(`say in shared/contracts/events which event ${spec.name} emits, if any`);
  }
  const messages = spec.queues === 'send' ? ['messages of events'] : [];
  return [...events.map(({ type }) => code(type)), ...messages].join(', ') || none;
}

/** Prefixes that it may put to and update, and those that it may only put to. */
function written({ writes, appends }: FunctionSpec): string {
  const only = appends.map((name) => `${code(boundaries[name])} (put only)`);
  return [...writes.map((name) => code(boundaries[name])), ...only].join(' ') || none;
}

const prefixes = (names: readonly Boundary[]): string => names.map((name) => code(boundaries[name])).join(' ') || none;

function folderLink(entry: string): string {
  const folder = entry.slice(0, entry.lastIndexOf('/'));
  return `[${folder}](${folder}/README.md)`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const name of generatedDocuments) {
    const file = join(projectRoot, name);
    writeFileSync(file, withTables(name, readFileSync(file, 'utf8')));
  }
  process.stdout.write(`wrote the tables of ${generatedDocuments.join(' and ')}\n`);
}
