// Runs docker compose for LocalStack, and reports the remedy when Docker is not available.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { run } from '../command.ts';
import { projectRoot } from '../dist-dir.ts';

export const composeFile = join(projectRoot, 'docker-compose.localstack.yml');

/** @throws Error when no Docker engine answers. */
export function withDocker(args: readonly string[]): void {
  const engine = spawnSync('docker', ['info'], { stdio: 'ignore' });
  if (engine.error !== undefined || engine.status !== 0) {
    throw new Error(
      'no Docker engine answers. Start Docker, or run LocalStack in another way and set LOCALSTACK_ENDPOINT=http://localhost:4566',
    );
  }
  run('docker', ['compose', ...args]);
}
