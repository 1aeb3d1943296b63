// Runs a project's command in the foreground and reads the options that deploy and destroy share.
import { spawnSync } from 'node:child_process';
import { projectRoot } from './dist-dir.ts';

/** @throws Error with the command when it does not end with 0. */
export function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { cwd: projectRoot, stdio: 'inherit' });
  if (error !== undefined || status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${error?.message ?? status}`, { cause: error });
  }
}

/** The stage that `-c stage=…` names among the arguments. @default dev */
export function stageOf(args: readonly string[]): string {
  const given = args.map((arg) => /^(?:--context=|-c=?)?stage=(.+)$/.exec(arg)?.[1]).find((name) => name !== undefined);
  return given ?? 'dev';
}

/** Ends the process with the error's message instead of a stack trace. */
export async function asScript(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
