// Entry of `npm run reset`: removes the data folder, unless a host is running on it.
import { resolve } from 'node:path';
import { removeDataFolder } from './data-folder.ts';
import { readOptions } from './start-options.ts';

try {
  const { dataDir } = readOptions(process.argv.slice(2));
  removeDataFolder(resolve(dataDir));
  process.stderr.write(`removed ${dataDir}; the next start begins anew\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
