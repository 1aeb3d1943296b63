// Synthesises the stack for a test, with empty bundles, and reads the template as plain data.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { inject } from 'vitest';
import { allRoutes } from '../../functions/routes.ts';
import { functionTable } from '../../infra/functions/function-table.ts';
import { type HubAppOptions, hubApp } from '../../infra/hub-app.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** Least context that each stage synthesises with. */
export const stageContexts = {
  dev: { stage: 'dev' },
  prod: { stage: 'prod', corsOrigins: 'site,https://hub.example.com' },
} as const;

const folder = inject('synthesisFolder');

/** Rows that differ from the hub's own. */
export type Rows = Pick<HubAppOptions, 'functions' | 'queues'> & Partial<Pick<HubAppOptions, 'routes'>>;

/** Folder with a bundle of nothing for each function. */
function emptyBundles({ functions = functionTable }: Rows): string {
  const bundlesDir = join(folder, 'dist');
  for (const { name } of functions) {
    mkdirSync(join(bundlesDir, name), { recursive: true });
    writeFileSync(join(bundlesDir, name, 'index.mjs'), `export const handler = async () => '${name}';\n`);
  }
  return bundlesDir;
}

/** The app of a stage; cdk-nag only when asked for, because it doubles the time. */
export function appOf(context: Readonly<Record<string, unknown>>, validate = false, rows: Rows = {}) {
  const outdir = mkdtempSync(join(folder, 'out-'));
  return hubApp({ routes: allRoutes, bundlesDir: emptyBundles(rows), ...rows, context, outdir, validate });
}

/** Files of the suite run one after another and share the templates of the hub's own rows. */
export async function templateOf(context: Readonly<Record<string, unknown>>, rows?: Rows): Promise<Template> {
  const file = join(folder, `${createHash('sha256').update(JSON.stringify(context)).digest('hex')}.json`);
  if (rows === undefined && existsSync(file)) return Template.fromString(readFileSync(file, 'utf8'));
  const { stack } = await appOf(context, false, rows);
  const template = Template.fromStack(stack);
  if (rows === undefined) writeFileSync(file, JSON.stringify(template.toJSON()));
  return template;
}

/** Resources of a kind by logical id. */
export function resourcesOf(template: Template, kind: string): Readonly<Record<string, Resource>> {
  return template.findResources(kind) as Readonly<Record<string, Resource>>;
}

/** The one resource of a kind whose logical id begins so. */
export function resource(template: Template, kind: string, idPrefix: string): Resource {
  const found = Object.entries(resourcesOf(template, kind)).filter(([id]) => id.startsWith(idPrefix));
  const [entry] = found;
  if (entry === undefined || found.length > 1) {
    throw new Error(`${found.length} resources of kind ${kind} begin with ${idPrefix}`);
  }
  return entry[1];
}
