// Stage configuration: what each stage gets, and what may never be deployed.
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contextOptions, refuseUnknownOptions } from '../../infra/context.ts';
import { projectRoot } from '../../infra/dist-dir.ts';
import { stageFromContext } from '../../infra/stage.ts';

const stage = (context: Readonly<Record<string, unknown>>) => stageFromContext((name) => context[name]);

describe('stageFromContext', () => {
  it('gives the development stage when nothing is asked for', () => {
    expect(stage({})).toMatchObject({
      name: 'dev',
      kind: 'development',
      removal: 'destroy',
      logRetentionDays: 7,
      pointInTimeRecovery: false,
      signIn: { kind: 'development' },
      corsOrigins: ['*'],
      shards: 4,
      ifMatch: 'optional',
      edge: 'website',
    });
  });

  it('gives production what keeps data and asks for preconditions', () => {
    expect(stage({ stage: 'prod', corsOrigins: 'https://hub.example.com, site' })).toMatchObject({
      kind: 'production',
      removal: 'retain',
      logRetentionDays: 90,
      pointInTimeRecovery: true,
      signIn: { kind: 'cognito' },
      corsOrigins: ['https://hub.example.com', 'site'],
      shards: 16,
      ifMatch: 'required',
      edge: 'cloudfront',
    });
  });

  it('takes another issuer and uses its client id as audience', () => {
    const { signIn } = stage({
      stage: 'prod',
      corsOrigins: 'site',
      signIn: 'oidc',
      oidcIssuer: 'https://id.example.com',
      oidcClientId: 'hub',
      oidcJwksUrl: 'https://id.example.com/keys',
    });

    expect(signIn).toMatchObject({ kind: 'oidc', audience: 'hub', roleClaim: 'roles' });
  });

  it.each([
    ['an unknown stage', { stage: 'test' }, /unknown stage "test"; allowed are dev, prod/],
    [
      'the development issuer outside dev',
      { stage: 'prod', corsOrigins: 'site', signIn: 'development' },
      /stage "prod" must not use the development issuer/,
    ],
    ['production without browsers’ origins', { stage: 'prod' }, /stage "prod" needs its browsers' origins/],
    ['production open to every origin', { stage: 'prod', corsOrigins: '*' }, /refuses the CORS origin "\*"/],
    [
      'production over plain http',
      { stage: 'prod', corsOrigins: 'site', edge: 'website' },
      /sign-in with cognito needs the dashboard on https/,
    ],
    ['an origin with a path', { stage: 'prod', corsOrigins: 'https://a.example/app' }, /refuses the CORS origin/],
    ['an issuer without its address', { signIn: 'oidc' }, /-c signIn=oidc needs -c oidcIssuer/],
    ['a timeout that is no number', { syncTimeoutSeconds: 'soon' }, /syncTimeoutSeconds is "soon"/],
  ])('refuses %s', (_what, context, message) => {
    expect(() => stage(context)).toThrow(message);
  });
});

describe('refuseUnknownOptions', () => {
  it('knows the options of the hub, of the CDK and of its files', () => {
    const cdk = ['aws:cdk:bundling-stacks', '@aws-cdk/core:checkSecretUsage', 'availability-zones:account=1:region=eu'];

    expect(() => refuseUnknownOptions([...contextOptions, ...cdk, 'fromAFile'], ['fromAFile'])).not.toThrow();
  });

  it('refuses others by name and says which there are', () => {
    expect(() => refuseUnknownOptions(['stage', 'corsOrigin', 'shards'])).toThrow(
      /unknown option "corsOrigin", "shards" .*; the hub has stage, corsOrigins, /,
    );
  });
});

describe('infra/app.ts', () => {
  it.each([
    ['an option that is not there', { corsOrigin: 'https://hub.example.com' }, /^unknown option "corsOrigin".+\n$/],
    ['a value that is not allowed', { stage: 'test' }, /^unknown stage "test"; allowed are dev, prod\n$/],
  ])('ends with 1 and one line for %s', (_what, context, message) => {
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', join('infra', 'app.ts')], {
      cwd: projectRoot,
      encoding: 'utf8',
      env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_OUTDIR: join(tmpdir(), 'hub-never-made') },
    });

    expect(stderr).toMatch(message);
    expect(status).toBe(1);
  });
});
