// Locks the data folder for one running host, restricts its permissions and cleans up after a killed host.
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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
 * @throws Error that names the process that holds the folder, or the foreign files in it
 */
export function takeDataFolder(path: string, fresh = false): DataFolder {
  const lock = join(path, 'lock');
  refuseForeignContents(path);
  makePrivate(path);
  const holder = takeLock(lock, (killed) => endEngine(killed, path));
  if (holder !== undefined) {
    throw new Error(
      `the data folder ${path} is in use by process ${holder.pid}; stop that process, or name another folder with --data-dir`,
    );
  }
  if (fresh) {
    for (const name of readdirSync(path).filter((entry) => entry !== 'lock')) {
      rmSync(join(path, name), { recursive: true, force: true });
    }
  }
  return {
    path,
    noteEngine: (enginePid) => noteInLock(lock, { enginePid }),
    release: () => rmSync(lock, { force: true }),
  };
}

/** Removes the folder. @returns false when there was none. @throws Error for a folder in use or with foreign files */
export function removeDataFolder(path: string): boolean {
  if (!existsSync(path)) {
    return false;
  }
  takeDataFolder(path);
  rmSync(path, { recursive: true, force: true });
  return true;
}

/** All files that a host creates in its folder. */
const ownEntry = /^(lock(\.\d+)?|dynamodb|objects|checkpoints)$/;

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
