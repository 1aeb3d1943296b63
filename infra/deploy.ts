// `npm run deploy [-- -c stage=dev -c …]`: builds dashboard and functions, deploys the stack to the account of the
// current AWS credentials, uploads the dashboard with its config.json and prints both URLs.
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { bundle } from './bundle.ts';
import { asScript, awsArguments, run } from './command.ts';
import { projectRoot } from './dist-dir.ts';
import { siteFiles, uploadSite } from './site-upload.ts';
import { dashboardConfig, readOutputs } from './stack-outputs.ts';

await asScript(async () => {
  const outputsFile = join(projectRoot, 'cdk.out', 'outputs.json');
  run('npx', ['vite', 'build', 'web']);
  await bundle();
  const args = awsArguments(process.argv.slice(2));
  run('npx', ['cdk', 'deploy', '--require-approval', 'never', '--outputs-file', outputsFile, ...args]);
  const outputs = readOutputs(outputsFile);
  const files = siteFiles(join(projectRoot, 'web', 'dist'), dashboardConfig(outputs));
  const count = await uploadSite(new S3Client({}), outputs.siteBucket, files);
  process.stdout.write(`\nuploaded ${count} files\napi        ${outputs.apiUrl}\ndashboard  ${outputs.siteUrl}\n`);
});
