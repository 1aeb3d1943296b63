// A DynamoDB engine of a measurement's own, on the same kind of disk and with the same stream indexes as the host's.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDynamoDb } from '../../infra/local/backends/dynamodb-engine.ts';

/** Runs the work against a fresh engine, which is gone afterwards. */
export async function withEngine<T>(work: (url: string, pid: number) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-bench-engine-'));
  const engine = await startDynamoDb(folder, {});
  try {
    return await work(engine.endpoint, engine.pid ?? 0);
  } finally {
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a process takes now; zeros where there is no /proc. */
export function usageOf(pid: number): { readonly cpuMs: number; readonly residentBytes: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Clock ticks are hundredths of a second on every Linux that Node runs on.
    const cpuMs = (Number(fields[11]) + Number(fields[12])) * 10;
    const residentBytes = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
    return { cpuMs, residentBytes };
  } catch {
    return { cpuMs: 0, residentBytes: 0 };
  }
}

/** Processes started by this one. */
export function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
