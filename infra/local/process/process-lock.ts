// A lock file that holds a process id. A lock of a dead process is taken over.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Owner of a lock; the owner may add fields. */
export interface Owner {
  readonly pid: number;
  /** Start time of the process in system ticks; it distinguishes a reused process id from the owner. */
  readonly startedAt: string | undefined;
}

/**
 * Takes the lock for this process. The lock is not reentrant: this process may already hold it.
 * @param onLeftOver Receives the dead owner when its lock is taken over
 * @returns undefined when this process now holds the lock, else its owner
 */
export function takeLock(lock: string, onLeftOver: (owner: Owner) => void = () => undefined): Owner | undefined {
  // One round removes a stale lock, unless another process was faster.
  for (let round = 0; round < 3; round += 1) {
    if (link(lock, ownOwner())) return undefined;
    const text = textOf(lock);
    const owner = ownerIn(text);
    if (owner !== undefined && isAlive(owner)) return owner;
    if (text !== undefined && removeIfStill(lock, text) && owner !== undefined) onLeftOver(owner);
  }
  throw new Error(`other processes keep taking ${lock}; try again`);
}

/** Updates a lock that this process holds; readers see the old or the new content, never a partial one. */
export function noteInLock(lock: string, more: object): void {
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ ...ownOwner(), ...more }));
  renameSync(draft, lock);
}

const ownOwner = (): Owner => ({ pid: process.pid, startedAt: startOf(process.pid) });

/** Creates the lock by a hard link, which is atomic: two concurrent processes cannot both succeed. */
function link(lock: string, owner: Owner): boolean {
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(owner));
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the lock aside before it removes it, because another process may have taken it since the read. */
function removeIfStill(lock: string, text: string): boolean {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
    if (textOf(aside) === text) return true;
    linkSync(aside, lock);
    return false;
  } catch {
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
}

function ownerIn(text: string | undefined): Owner | undefined {
  try {
    const owner = JSON.parse(text ?? '') as Owner;
    return typeof owner.pid === 'number' ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, startedAt }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM means a live process of another user, which may have reused the owner's id.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const started = startOf(pid);
  return startedAt === undefined || started === undefined || started === startedAt;
}

/** Reads field 22 of `/proc/<pid>/stat`; absent on systems without it. */
function startOf(pid: number): string | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

/** Absent on systems without `/proc`, and for a dead process. */
export const commandLineOf = (pid: number): string | undefined => textOf(`/proc/${pid}/cmdline`);

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
