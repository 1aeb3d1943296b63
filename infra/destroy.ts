// `npm run destroy [-- -c stage=dev]`: empties the stack's own buckets, deletes the stack and prints the retained
// resources.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { asScript, awsArguments, run, stageOf } from './command.ts';
import { projectRoot } from './dist-dir.ts';
import { bucketsOf, emptyBucket } from './stack-buckets.ts';
import { refuseProtected } from './stack-protection.ts';

interface TemplateResource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
}

await asScript(async () => {
  const args = awsArguments(process.argv.slice(2));
  const stackName = `IntegrationHub-${stageOf(args)}`;
  run('npx', ['cdk', 'synth', '-q', ...args]);
  // Check first: otherwise CloudFormation would refuse the deletion after the dashboard's bucket is already empty.
  await refuseProtected(new CloudFormationClient({}), stackName);
  const resources = templateResources(stackName);
  const retained = new Set(Object.keys(resources).filter((id) => resources[id]?.DeletionPolicy === 'Retain'));
  const s3 = new S3Client({});
  for (const { name, logicalId } of await bucketsOf(s3, stackName)) {
    if (!retained.has(logicalId)) {
      process.stdout.write(`emptied ${name}: ${await emptyBucket(s3, name)} objects\n`);
    }
  }
  run('npx', ['cdk', 'destroy', '--force', ...args]);
  const kept = [...retained].map((logicalId) => `  ${resources[logicalId]?.Type} ${logicalId}\n`);
  process.stdout.write(
    kept.length === 0
      ? 'nothing of the stack remains; the bootstrap stack CDKToolkit with its asset bucket is shared and stays\n'
      : `these keep their data and have to be deleted by hand:\n${kept.join('')}`,
  );
});

function templateResources(stackName: string): Readonly<Record<string, TemplateResource>> {
  const file = join(projectRoot, 'cdk.out', `${stackName}.template.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { Resources: Readonly<Record<string, TemplateResource>> })
    .Resources;
}
