// A lock that belongs to a process: a file with its id. What a killed process leaves behind is taken over.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Who has a lock; whoever takes it may note more in it. */
export interface Owner {
  readonly pid: number;
  /** When the process started, as the system counts it; tells a reused process id from the owner. */
  readonly startedAt: string | undefined;
}

/**
 * Takes the lock for this process. It is not reentrant: this process may be who has it already.
 * @param onLeftOver Gets the owner that is gone, when its lock is taken over
 * @returns undefined when the lock is taken now, else who has it
 */
export function takeLock(lock: string, onLeftOver: (owner: Owner) => void = () => undefined): Owner | undefined {
  // What is in the way is gone after one round, unless somebody else was faster.
  for (let round = 0; round < 3; round += 1) {
    if (link(lock, ownOwner())) return undefined;
    const text = textOf(lock);
    const owner = ownerIn(text);
    if (owner !== undefined && isAlive(owner)) return owner;
    if (text !== undefined && removeIfStill(lock, text) && owner !== undefined) onLeftOver(owner);
  }
  throw new Error(`${lock} changes hands all the time; try again`);
}

/** Writes more into a lock that this process has; whoever reads it sees the old or the new text. */
export function noteInLock(lock: string, more: object): void {
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ ...ownOwner(), ...more }));
  renameSync(draft, lock);
}

const ownOwner = (): Owner => ({ pid: process.pid, startedAt: startOf(process.pid) });

/** A hard link appears whole or not at all, so two processes at the same moment cannot both win. */
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

/** Moved aside before it is removed: another process may have taken the lock since it was read. */
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
    // Another user's process is one, too, and may have the id of the owner by now.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const started = startOf(pid);
  return startedAt === undefined || started === undefined || started === startedAt;
}

/** Field 22 of `/proc/<pid>/stat`; absent on systems without it. */
function startOf(pid: number): string | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

/** Absent on systems without `/proc`, and for a process that is gone. */
export const commandLineOf = (pid: number): string | undefined => textOf(`/proc/${pid}/cmdline`);

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
