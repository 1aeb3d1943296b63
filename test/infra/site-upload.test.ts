// Uploading the dashboard and emptying buckets, against an S3 of this machine where it can do it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { buildApp } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DashboardConfig, siteFiles, uploadSite } from '../../infra/site-upload.ts';
import { bucketsOf, emptyBucket } from '../../infra/stack-buckets.ts';
import { dashboardConfig, readOutputs } from '../../infra/stack-outputs.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-site-'));
const server = buildApp({ logger: false });
const config: DashboardConfig = {
  apiUrl: 'https://api.example/dev',
  stage: 'dev',
  documentsUrl: 'https://documents.example',
  documentLimitBytes: 10_485_760,
  auth: { kind: 'development' },
};
let s3: S3Client;

beforeAll(async () => {
  mkdirSync(join(folder, 'site', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'site', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'site', 'assets', 'app-4f2a.js'), 'void 0');
  writeFileSync(join(folder, 'site', 'config.json'), '{"apiUrl":"http://left.over"}');
  s3 = new S3Client({
    endpoint: await server.listen({ port: 0, host: '127.0.0.1' }),
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(async () => {
  s3.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
});

/** An S3 that answers each command by its name and keeps what it was asked. */
function fakeS3(answers: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => unknown>>) {
  const asked: string[] = [];
  const send = async (command: { readonly constructor: { readonly name: string }; readonly input: object }) => {
    asked.push(command.constructor.name);
    return answers[command.constructor.name]?.(command.input as Readonly<Record<string, unknown>>) ?? {};
  };
  return { client: { send } as unknown as S3Client, asked };
}

describe('siteFiles', () => {
  it('puts the page last, so that whoever gets it finds what it needs', () => {
    const keys = siteFiles(join(folder, 'site'), config).map(({ key }) => key);

    expect(keys).toEqual(['assets/app-4f2a.js', 'config.json', 'index.html']);
  });

  it('lets browsers keep hashed names for ever and ask for everything else', () => {
    const cache = siteFiles(join(folder, 'site'), config).map(({ cacheControl }) => cacheControl);

    expect(cache).toEqual(['public, max-age=31536000, immutable', 'no-cache', 'no-cache']);
  });

  it('refuses a file of an unknown kind instead of serving it as a download', () => {
    mkdirSync(join(folder, 'odd'));
    writeFileSync(join(folder, 'odd', 'data.bin'), '');

    expect(() => siteFiles(join(folder, 'odd'), config)).toThrow(/no content type for data\.bin/);
  });
});

describe('uploadSite', () => {
  it('stores each file with its content type', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'site' }));

    const count = await uploadSite(s3, 'site', siteFiles(join(folder, 'site'), config));

    const typeOf = async (key: string) =>
      (await s3.send(new HeadObjectCommand({ Bucket: 'site', Key: key }))).ContentType;
    expect(count).toBe(3);
    expect(await typeOf('assets/app-4f2a.js')).toBe('text/javascript; charset=utf-8');
    expect(await typeOf('index.html')).toBe('text/html; charset=utf-8');
  });

  it('writes this deployment’s config.json over the one of the build', async () => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'site', Key: 'config.json' }));

    expect(JSON.parse((await Body?.transformToString()) ?? '')).toEqual(config);
  });
});

describe('readOutputs', () => {
  const outputs = (values: Readonly<Record<string, string>>): string => {
    const file = join(folder, 'outputs.json');
    const basis = {
      ApiUrl: 'https://api/prod',
      SiteUrl: 'https://site',
      SiteBucketName: 'site',
      DocumentsUrl: 'https://documents',
      DocumentLimitBytes: '1024',
    };
    writeFileSync(file, JSON.stringify({ 'IntegrationHub-prod': { ...basis, ...values } }));
    return file;
  };

  it('gives the dashboard what it needs to go to the issuer', () => {
    const file = outputs({
      SignInKind: 'oidc',
      SignInAuthority: 'https://id',
      SignInClientId: 'hub',
      SignInScope: 'openid',
      SignInRoleClaim: 'groups',
    });

    expect(dashboardConfig(readOutputs(file))).toEqual({
      apiUrl: 'https://api/prod',
      documentsUrl: 'https://documents',
      documentLimitBytes: 1024,
      stage: 'prod',
      auth: { kind: 'oidc', authority: 'https://id', clientId: 'hub', scope: 'openid', roleClaim: 'groups' },
    });
  });

  it('names the output that is missing', () => {
    expect(() => readOutputs(outputs({}))).toThrow(/IntegrationHub-prod has no output SignInKind/);
  });
});

describe('bucketsOf', () => {
  it('takes a bucket for the stack’s own by CloudFormation’s tags, never by its name', async () => {
    const tags: Readonly<Record<string, string>> = {
      'integrationhub-dev-ours': 'IntegrationHub-dev',
      'integrationhub-dev-like': 'IntegrationHub-dev-copy',
    };
    const { client } = fakeS3({
      ListBucketsCommand: () => ({
        Buckets: [...Object.keys(tags), 'integrationhub-dev-bare'].map((Name) => ({ Name })),
      }),
      GetBucketTaggingCommand: ({ Bucket }) => {
        const stack = tags[String(Bucket)];
        if (stack === undefined) throw Object.assign(new Error('none'), { name: 'NoSuchTagSet' });
        return {
          TagSet: [
            { Key: 'aws:cloudformation:stack-name', Value: stack },
            { Key: 'aws:cloudformation:logical-id', Value: 'Site' },
          ],
        };
      },
    });

    expect(await bucketsOf(client, 'IntegrationHub-dev')).toEqual([
      { name: 'integrationhub-dev-ours', logicalId: 'Site' },
    ]);
  });
});

describe('emptyBucket', () => {
  it('deletes versions and delete markers page by page', async () => {
    const pages = [
      {
        Versions: [
          { Key: 'a', VersionId: '1' },
          { Key: 'a', VersionId: '2' },
        ],
        DeleteMarkers: [{ Key: 'b', VersionId: '3' }],
      },
      { Versions: [{ Key: 'c', VersionId: '4' }] },
    ];
    const { client, asked } = fakeS3({ ListObjectVersionsCommand: () => pages.shift() ?? {} });

    expect(await emptyBucket(client, 'site')).toBe(4);
    expect(asked.filter((name) => name === 'DeleteObjectsCommand')).toHaveLength(2);
  });

  it('stops when S3 refuses to delete, instead of asking for ever', async () => {
    const { client } = fakeS3({
      ListObjectVersionsCommand: () => ({ Versions: [{ Key: 'a', VersionId: '1' }] }),
      DeleteObjectsCommand: () => ({ Errors: [{ Key: 'a', Message: 'locked' }] }),
    });

    await expect(emptyBucket(client, 'site')).rejects.toThrow('site: a could not be deleted: locked');
  });
});
