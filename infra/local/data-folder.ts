// The data folder belongs to one running host: a lock file with the owner's process id, and what kill -9 left behind.
import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Owner {
  readonly pid: number;
  /** When the process started, as the system counts it; tells a reused process id from the owner. */
  readonly startedAt: string | undefined;
  /** Process id of the owner's DynamoDB engine, which may outlive it. */
  readonly enginePid?: number;
}

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
  const before = readOwner(lock);
  if (before !== undefined && isAlive(before)) {
    throw new Error(
      `the data folder ${path} is in use by process ${before.pid}; stop that one, or name another folder with --data-dir`,
    );
  }
  if (before !== undefined) {
    endEngine(before, path);
    rmSync(lock, { force: true });
  }
  if (fresh) {
    rmSync(path, { recursive: true, force: true });
    makePrivate(path);
  }
  const owner: Owner = { pid: process.pid, startedAt: startOf(process.pid) };
  writeLock(path, lock, owner);
  return {
    path,
    noteEngine: (enginePid) => writeFileSync(lock, JSON.stringify({ ...owner, enginePid })),
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

/** A hard link appears whole or not at all, so two starts at the same moment cannot both win. */
function writeLock(path: string, lock: string, owner: Owner): void {
  const draft = join(path, `lock.${process.pid}`);
  writeFileSync(draft, JSON.stringify(owner));
  try {
    linkSync(draft, lock);
  } catch (cause) {
    throw new Error(`the data folder ${path} was taken by another start at the same moment`, { cause });
  } finally {
    rmSync(draft, { force: true });
  }
}

function readOwner(lock: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(lock, 'utf8')) as Owner;
    return typeof owner.pid === 'number' ? owner : undefined;
  } catch {
    rmSync(lock, { force: true });
    return undefined;
  }
}

function isAlive({ pid, startedAt }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return startedAt === undefined || startOf(pid) === startedAt;
}

/** Only a process that has this folder on its command line is ended: the id may be somebody else's by now. */
function endEngine({ enginePid }: Owner, path: string): void {
  if (enginePid !== undefined && proc(enginePid, 'cmdline')?.includes(path)) {
    process.kill(enginePid, 'SIGKILL');
  }
}

/** Field 22 of `/proc/<pid>/stat`; absent on systems without it. */
function startOf(pid: number): string | undefined {
  const stat = proc(pid, 'stat');
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function proc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
