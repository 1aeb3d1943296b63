// Reads the outputs of a deployment (`cdk deploy --outputs-file`) and builds the dashboard's config.json from them.
import { readFileSync } from 'node:fs';
import type { DashboardConfig } from './site-upload.ts';

/** Outputs of the hub's stack. */
export interface HubOutputs {
  readonly stackName: string;
  readonly apiUrl: string;
  readonly siteUrl: string;
  readonly siteBucket: string;
  readonly documentsUrl: string;
  readonly documentLimitBytes: number;
  readonly auth: DashboardConfig['auth'];
}

/** @throws Error that names the missing output. */
export function readOutputs(file: string): HubOutputs {
  const stacks = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const [entry] = Object.entries(stacks);
  if (entry === undefined) {
    throw new Error(`${file} holds no stack; the deployment did not finish`);
  }
  const [stackName, outputs] = entry;
  const output = (name: string): string => {
    const value = outputs[name];
    if (value === undefined) {
      throw new Error(`the stack ${stackName} has no output ${name}; deploy it again`);
    }
    return value;
  };
  return {
    stackName,
    apiUrl: output('ApiUrl'),
    siteUrl: output('SiteUrl'),
    siteBucket: output('SiteBucketName'),
    documentsUrl: output('DocumentsUrl'),
    documentLimitBytes: Number(output('DocumentLimitBytes')),
    auth: output('SignInKind') === 'development' ? { kind: 'development' } : oidc(outputs, output),
  };
}

/** Builds the config.json of this deployment's dashboard. */
export function dashboardConfig(outputs: HubOutputs): DashboardConfig {
  return {
    apiUrl: outputs.apiUrl,
    documentsUrl: outputs.documentsUrl,
    documentLimitBytes: outputs.documentLimitBytes,
    stage: outputs.stackName.slice(outputs.stackName.lastIndexOf('-') + 1),
    auth: outputs.auth,
  };
}

function oidc(
  outputs: Readonly<Record<string, string>>,
  output: (name: string) => string,
): Extract<DashboardConfig['auth'], { kind: 'oidc' }> {
  const signOutUrl = outputs['SignOutUrl'];
  return {
    kind: 'oidc',
    authority: output('SignInAuthority'),
    clientId: output('SignInClientId'),
    scope: output('SignInScope'),
    roleClaim: output('SignInRoleClaim'),
    ...(signOutUrl === undefined ? {} : { signOutUrl }),
  };
}
