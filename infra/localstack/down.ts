// `npm run localstack:down`: removes everything that `npm run localstack` created.
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
  // A LocalStack that this command did not start keeps running; only the stack is deleted.
  Object.assign(process.env, endpoint.environment);
  run('npx', ['cdklocal', 'destroy', '--force']);
});
