// Runs a project command in the foreground and parses the options that deploy and destroy share.
import { spawnSync } from 'node:child_process';
import { projectRoot } from './dist-dir.ts';

/** @throws Error with the command when its exit code is not 0. */
export function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { cwd: projectRoot, stdio: 'inherit' });
  if (error !== undefined || status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${error?.message ?? status}`, { cause: error });
  }
}

/** Returns the value of `-c name=…` in the arguments. */
function contextOf(args: readonly string[], name: string): string | undefined {
  const prefix = `${name}=`;
  const given = args.map((arg) => arg.replace(/^(?:--context=|-c=?)/, '')).find((arg) => arg.startsWith(prefix));
  return given?.slice(prefix.length);
}

/** Returns the stage of `-c stage=…` in the arguments. @default dev */
export const stageOf = (args: readonly string[]): string => contextOf(args, 'stage') ?? 'dev';

/**
 * Adds defaults for a stack in an AWS account. Its API is on the internet, where the development issuer would make
 * anyone an administrator, so the default is sign-in with Cognito and a dashboard on https.
 */
export function awsArguments(args: readonly string[]): readonly string[] {
  const signIn = contextOf(args, 'signIn') === undefined ? ['-c', 'signIn=cognito'] : [];
  const https = contextOf(args, 'edge') === undefined && contextOf(args, 'signIn') !== 'development';
  return [...args, ...signIn, ...(https ? ['-c', 'edge=cloudfront'] : [])];
}

/** Exits with the error's message instead of a stack trace. */
export async function asScript(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
