// `npm run localstack:down`: takes away what `npm run localstack` made.
import { asScript, run } from '../command.ts';
import { composeFile, withDocker } from './docker.ts';
import { localStackEndpoint, requireLocalStack } from './endpoint.ts';

await asScript(async () => {
  const endpoint = localStackEndpoint(process.env['LOCALSTACK_ENDPOINT']);
  if (endpoint.docker) {
    withDocker(['-f', composeFile, 'down', '--volumes']);
    return;
  }
  await requireLocalStack(endpoint);
  // Not ours to end: only the stack goes.
  Object.assign(process.env, endpoint.environment);
  run('npx', ['cdklocal', 'destroy', '--force']);
});
