// Locks the data folder for one running host, marks its key layout, restricts its permissions and cleans up after a
// killed host.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyLayout } from '../../../shared/table/engine/keys.ts';
import { commandLineOf, noteInLock, type Owner, takeLock } from './process-lock.ts';

/** Content of the lock: the process id of the DynamoDB engine, which may outlive the host. */
type HostOwner = Owner & { readonly enginePid?: number };

export interface DataFolder {
  readonly path: string;
  /** Stores the engine's process id, so that the next start can end the engine of a killed host. */
  noteEngine(pid: number): void;
  release(): void;
}

/**
 * Locks the folder and creates it when needed. It takes over the lock of a dead process and ends that process's engine.
 * @throws Error that names the process that holds the folder, the foreign files in it, or the other key layout of its store
 */
export function takeDataFolder(path: string, fresh = false): DataFolder {
  const folder = lockFolder(path);
  try {
    if (fresh) empty(path);
    markLayout(path);
  } catch (error) {
    folder.release();
    throw error;
  }
  return folder;
}

function lockFolder(path: string): DataFolder {
  const lock = join(path, 'lock');
  refuseForeignContents(path);
  makePrivate(path);
  const holder = takeLock(lock, (killed) => endEngine(killed, path));
  if (holder !== undefined) {
    throw new Error(
      `the data folder ${path} is in use by process ${holder.pid}; stop that process, or name another folder with --data-dir`,
    );
  }
  return {
    path,
    noteEngine: (enginePid) => noteInLock(lock, { enginePid }),
    release: () => rmSync(lock, { force: true }),
  };
}

function empty(path: string): void {
  for (const name of readdirSync(path).filter((entry) => entry !== 'lock')) {
    rmSync(join(path, name), { recursive: true, force: true });
  }
}

/** Marks the folder with the layout of the keys in its store. Under other keys a store looks empty, and is not. */
function markLayout(path: string): void {
  const mark = join(path, 'key-layout');
  const found = existsSync(mark) ? readFileSync(mark, 'utf8').trim() : undefined;
  if (existsSync(join(path, 'dynamodb')) && found !== String(keyLayout)) {
    throw new Error(
      `the store in ${path} has keys of layout ${found ?? 1}, and this version of the hub reads layout ${keyLayout}; remove it with npm run reset, or start over with npm start -- --fresh`,
    );
  }
  writeFileSync(mark, `${keyLayout}\n`);
}

/** Removes the folder. @returns false when there was none. @throws Error for a folder in use or with foreign files */
export function removeDataFolder(path: string): boolean {
  if (!existsSync(path)) {
    return false;
  }
  lockFolder(path);
  rmSync(path, { recursive: true, force: true });
  return true;
}

/** All files that a host creates in its folder. */
const ownEntry = /^(lock(\.\d+)?|key-layout|dynamodb|objects|checkpoints)$/;

/** The host never writes to a folder with foreign files and never removes one. */
function refuseForeignContents(path: string): void {
  if (!existsSync(path)) {
    return;
  }
  const foreign = readdirSync(path).filter((name) => !ownEntry.test(name));
  if (foreign.length > 0) {
    const shown = foreign.slice(0, 3).join(', ');
    throw new Error(
      `${path} is not a data folder of the hub: it holds ${shown}${foreign.length > 3 ? ' and more' : ''}; name an empty or a new folder with --data-dir`,
    );
  }
}

/** Accessible by the owner only: it holds personal documents and the development issuer's private key. */
function makePrivate(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  try {
    chmodSync(path, 0o700);
  } catch (error) {
    // Another user's folder or a file system without modes keeps its permissions.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') {
      throw error;
    }
  }
}

/** Ends a process only if its command line contains this folder, because the system may have reused the id. */
function endEngine({ enginePid }: HostOwner, path: string): void {
  if (enginePid !== undefined && commandLineOf(enginePid)?.includes(path) === true) {
    process.kill(enginePid, 'SIGKILL');
  }
}
