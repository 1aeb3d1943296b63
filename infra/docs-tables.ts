// Generates the tables of README.md: the API from the route tables, the functions from the function table, the events from
// the event catalogue.
// `npm run docs:build` writes them; a test fails when the README differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { allRoutes, type CapabilityRoutes } from '../functions/routes.ts';
import { eventCatalogue } from '../shared/contracts/events/catalogue.ts';
import { permissions } from '../shared/contracts/values/permissions.ts';
import { type Boundary, boundaries } from '../shared/table/engine/keys.ts';
import { projectRoot } from './dist-dir.ts';
import { inWords } from './functions/alarm-table.ts';
import type { FunctionSpec, QueueRight, Trigger } from './functions/function-spec.ts';
import { functionTable } from './functions/function-table.ts';

/** The document that holds the generated tables. */
export const readmeFile: string = join(projectRoot, 'README.md');

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

const queueWords: Readonly<Record<QueueRight, string | undefined>> = {
  send: 'messages of events',
  look: undefined,
  purge: undefined,
};

const none = '–';

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
    spec.developmentOnly === true ? 'everything' : prefixes(spec.writes),
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

/** Replaces each generated part of the document. @throws Error when a marker is missing. */
export function withTables(document: string): string {
  const parts = { api: apiTable(), functions: capabilityTable(), events: eventTable() };
  return Object.entries(parts).reduce((text, [name, content]) => replacePart(text, name, content), document);
}

function replacePart(document: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} table: npm run docs:build -->`, `<!-- end of ${name} table -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from) {
    throw new Error(`README.md needs the lines "${begin}" and "${end}"`);
  }
  return `${document.slice(0, from + begin.length)}\n${content}\n${document.slice(to)}`;
}

function emits(spec: FunctionSpec): string {
  const events = eventCatalogue.filter(({ emittedBy }) => (emittedBy as readonly string[]).includes(spec.name));
  const writes = spec.writes.includes('outbox');
  // A function that may update events need not append any; one that may only append has to.
  if (events.length === 0 ? spec.appends.includes('outbox') : !writes && !spec.appends.includes('outbox')) {
    throw new Error(`say in shared/contracts/events which event ${spec.name} emits, if any`);
  }
  const messages = spec.queues === undefined ? undefined : queueWords[spec.queues];
  return [...events.map(({ type }) => code(type)), messages].filter((word) => word !== undefined).join(', ') || none;
}

const prefixes = (names: readonly Boundary[]): string => names.map((name) => code(boundaries[name])).join(' ') || none;

function folderLink(entry: string): string {
  const folder = entry.slice(0, entry.lastIndexOf('/'));
  return `[${folder}](${folder}/README.md)`;
}

const code = (text: string): string => `\`${text}\``;

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(readmeFile, withTables(readFileSync(readmeFile, 'utf8')));
  process.stdout.write('wrote the tables of README.md\n');
}
