// The data folder belongs to one running host: its lock, who may read it, and what kill -9 left behind.
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineOf, noteInLock, type Owner, takeLock } from './process-lock.ts';

/** What a host notes in its lock: the process id of its DynamoDB engine, which may outlive it. */
type HostOwner = Owner & { readonly enginePid?: number };

export interface DataFolder {
  readonly path: string;
  /** Notes the engine's process id, so that the next start can end it if this process is killed. */
  noteEngine(pid: number): void;
  release(): void;
}

/**
 * Takes the folder, creating it when needed. A lock whose process is gone is taken over, and its engine ended.
 * @throws Error naming the process that has the folder, or what else than a hub's data is in it
 */
export function takeDataFolder(path: string, fresh = false): DataFolder {
  const lock = join(path, 'lock');
  refuseForeignContents(path);
  makePrivate(path);
  const holder = takeLock(lock, (killed) => endEngine(killed, path));
  if (holder !== undefined) {
    throw new Error(
      `the data folder ${path} is in use by process ${holder.pid}; stop that one, or name another folder with --data-dir`,
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

/** Removes the folder. @returns whether there was one. @throws Error while a host runs on it, or when it is no data folder */
export function removeDataFolder(path: string): boolean {
  if (!existsSync(path)) {
    return false;
  }
  takeDataFolder(path);
  rmSync(path, { recursive: true, force: true });
  return true;
}

/** All that a host ever puts into its folder. */
const ownEntry = /^(lock(\.\d+)?|dynamodb|objects|checkpoints)$/;

/** A folder that somebody keeps other things in is never written to, and above all never removed. */
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

/** Only for its owner: it holds people's documents and the development issuer's private key. */
function makePrivate(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  try {
    chmodSync(path, 0o700);
  } catch (error) {
    // Somebody else's folder, or a file system without modes: as its owner has set it.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') {
      throw error;
    }
  }
}

/** Only a process that has this folder on its command line is ended: the id may be somebody else's by now. */
function endEngine({ enginePid }: HostOwner, path: string): void {
  if (enginePid !== undefined && commandLineOf(enginePid)?.includes(path) === true) {
    process.kill(enginePid, 'SIGKILL');
  }
}
