// Global setup of the end-to-end and browser suites: finds or starts the hub of TARGET and passes its URLs to the
// tests.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startHost } from '../../infra/local/process/host.ts';
import { prepare } from '../../infra/local/process/prepare.ts';

export interface HubUnderTest {
  readonly target: 'embedded' | 'localstack' | 'aws';
  readonly apiUrl: string;
  readonly siteUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly hub: HubUnderTest;
  }
}

/** @returns teardown of a hub that this setup started. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const target = process.env['TARGET'] ?? 'embedded';
  if (target === 'embedded') return embedded(project);
  if (target !== 'localstack' && target !== 'aws') {
    throw new Error(`TARGET is ${target}; allowed are embedded, localstack and aws`);
  }
  const { apiUrl, siteUrl } = target === 'localstack' ? localStackAddresses() : awsAddresses();
  tell(project, { target, apiUrl, siteUrl });
  return async () => undefined;
}

/** The browser tests run in another process and read the URLs from its environment. */
function tell(project: TestProject, hub: HubUnderTest): void {
  project.provide('hub', hub);
  Object.assign(process.env, { HUB_API: hub.apiUrl, HUB_WEB: hub.siteUrl });
}

async function embedded(project: TestProject): Promise<() => Promise<void>> {
  const { assembly, siteFolder } = await prepare(() => undefined);
  const dataDir = mkdtempSync(join(tmpdir(), 'hub-e2e-'));
  const host = await startHost({ assembly, siteFolder, dataDir });
  tell(project, { target: 'embedded', apiUrl: host.apiUrl, siteUrl: host.siteUrl });
  return async () => {
    await host.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

function localStackAddresses(): { apiUrl: string; siteUrl: string } {
  const file = 'cdk.out/localstack.json';
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { apiUrl: string; siteUrl: string };
  } catch (error) {
    throw new Error(`${file} cannot be read; run npm run localstack first`, { cause: error });
  }
}

function awsAddresses(): { apiUrl: string; siteUrl: string } {
  const { HUB_API: apiUrl, HUB_WEB: siteUrl } = process.env;
  if (apiUrl === undefined || siteUrl === undefined) {
    throw new Error('TARGET=aws needs HUB_API and HUB_WEB, the two addresses that npm run deploy prints');
  }
  return { apiUrl, siteUrl };
}
