// Parses the command lines of the demonstration scripts and reports invalid options.
import { parseArgs } from 'node:util';

export const defaultApi = 'http://127.0.0.1:8000';

export interface DemoOptions {
  /** URL of the API. @default http://127.0.0.1:8000, where `npm start` listens */
  readonly api: string;
  readonly help: boolean;
  /** The other options by name. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Flags that were given. */
  readonly flags: ReadonlySet<string>;
}

export interface NumberOption {
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/**
 * @param numbers Options with a numeric value
 * @param flags Options without a value
 * @throws Error that names the invalid option
 */
export function readDemoOptions(
  args: readonly string[],
  numbers: Readonly<Record<string, NumberOption>> = {},
  flags: readonly string[] = [],
): DemoOptions {
  const options = {
    api: { type: 'string' as const, default: defaultApi },
    help: { type: 'boolean' as const, default: false },
    ...Object.fromEntries(Object.keys(numbers).map((name) => [name, { type: 'string' as const }])),
    ...Object.fromEntries(flags.map((name) => [name, { type: 'boolean' as const }])),
  };
  const values = parseArgs({ args: [...args], options }).values as Readonly<Record<string, string | boolean>>;
  const api = String(values['api']);
  if (!/^https?:\/\/[^\s/]+/.test(api)) {
    throw new Error(`--api must be an address such as ${defaultApi}, not "${api}"`);
  }
  return {
    api,
    help: values['help'] === true,
    numbers: Object.fromEntries(
      Object.entries(numbers).map(([name, rule]) => [name, numberOf(name, values[name], rule)]),
    ),
    flags: new Set(flags.filter((name) => values[name] === true)),
  };
}

function numberOf(name: string, given: string | boolean | undefined, rule: NumberOption): number {
  if (given === undefined) {
    return rule.default;
  }
  const value = Number(given);
  if (String(given).trim() === '' || !(value >= rule.min && value <= rule.max)) {
    throw new Error(`--${name} must be a number from ${rule.min} to ${rule.max}, not "${given}"`);
  }
  return value;
}

/** Runs a script's main function; a failure prints one line on standard error and sets the exit code 1. */
export async function runScript(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
