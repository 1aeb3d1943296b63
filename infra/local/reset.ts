// Entry of `npm run reset`: removes the data folder, unless a host uses it.
import { resolve } from 'node:path';
import { removeDataFolder } from './process/data-folder.ts';
import { readOptions } from './process/start-options.ts';

try {
  const { dataDir, help } = readOptions(process.argv.slice(2));
  if (help) {
    process.stdout.write(
      'npm run reset -- [--data-dir .data]\n  removes the data folder; the next start uses an empty one\n',
    );
  } else {
    const removed = removeDataFolder(resolve(dataDir));
    process.stderr.write(
      removed
        ? `removed ${dataDir}; the next start uses an empty one\n`
        : `there is no ${dataDir}; nothing to remove\n`,
    );
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
