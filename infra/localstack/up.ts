// `npm run localstack`: starts LocalStack (or uses the one at LOCALSTACK_ENDPOINT), deploys the stack to it, uploads
// the dashboard, sends one submission through it and prints the URLs. It prints the duration of each step.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { bundle } from '../bundle.ts';
import { asScript, run } from '../command.ts';
import { distDir, projectRoot } from '../dist-dir.ts';
import { siteFiles, uploadSite } from '../site-upload.ts';
import { dashboardConfig, readOutputs } from '../stack-outputs.ts';
import { composeFile, withDocker } from './docker.ts';
import { localApiUrl, localSiteUrl, localStackEndpoint, requireLocalStack } from './endpoint.ts';
import { smokeTest } from './smoke.ts';

const outputsFile = join(projectRoot, 'cdk.out', 'localstack-outputs.json');

await asScript(async () => {
  const endpoint = localStackEndpoint(process.env['LOCALSTACK_ENDPOINT']);
  Object.assign(process.env, endpoint.environment);
  if (endpoint.docker) {
    await step('start LocalStack', async () => withDocker(['-f', composeFile, 'up', '--detach', '--wait']));
  } else {
    await requireLocalStack(endpoint);
  }
  await step('build the dashboard', async () => run('npx', ['vite', 'build', 'web', '--logLevel', 'warn']));
  await step('bundle the functions', async () => void (await bundle(distDir)));
  await step('bootstrap', async () => run('npx', ['cdklocal', 'bootstrap', '--progress', 'events']));
  await step('deploy', async () =>
    run('npx', [
      'cdklocal',
      'deploy',
      '--require-approval',
      'never',
      '--progress',
      'events',
      '--outputs-file',
      outputsFile,
      '-c',
      `documentsEndpoint=${endpoint.url}`,
    ]),
  );
  const outputs = readOutputs(outputsFile);
  const apiUrl = localApiUrl(endpoint, outputs.apiUrl);
  const siteUrl = localSiteUrl(endpoint, outputs.siteBucket);
  await step('upload the dashboard', async () => {
    const files = siteFiles(join(projectRoot, 'web', 'dist'), { ...dashboardConfig(outputs), apiUrl });
    await uploadSite(new S3Client({ forcePathStyle: true, endpoint: endpoint.url }), outputs.siteBucket, files);
  });
  await step('smoke test', async () => {
    process.stderr.write(`   one request was visible after ${Math.round(await smokeTest(apiUrl))} ms\n`);
  });
  writeFileSync(join(projectRoot, 'cdk.out', 'localstack.json'), `${JSON.stringify({ apiUrl, siteUrl })}\n`);
  process.stdout.write(`ready api=${apiUrl} web=${siteUrl}\n`);
});

async function step(name: string, work: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  process.stderr.write(`-- ${name}\n`);
  await work();
  process.stderr.write(`-- ${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
}
