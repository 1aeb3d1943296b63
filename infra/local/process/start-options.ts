// Parses the command line of `npm start`.
import { parseArgs } from 'node:util';

export interface StartOptions {
  /** Port of the API; 0: any free port. @default 8000 */
  readonly port: number;
  /** Port of the dashboard; 0: any free port. @default 8080 */
  readonly webPort: number;
  /** @default .data */
  readonly dataDir: string;
  readonly fresh: boolean;
  readonly seed: boolean;
  readonly dynamodbUrl: string | undefined;
  readonly verbose: boolean;
  /** Folder of an existing assembly; the start then builds nothing. */
  readonly assembly: string | undefined;
  readonly visibilityTimeoutSeconds: number | undefined;
  readonly help: boolean;
}

export const usage = `npm start -- [options]
  --port N          port of the API, 0 for any free port (8000)
  --web-port N      port of the dashboard, 0 for any free port (8080)
  --data-dir DIR    folder for all data (.data)
  --fresh           empty the data folder first
  --no-seed         do not seed an empty store
  --dynamodb URL    use this DynamoDB (e.g. DynamoDB Local) instead of the embedded one
  --verbose         show the logs of the functions
  --assembly DIR    run this synthesised assembly instead of building one
  --visibility-timeout SECONDS  override the template's visibility timeout of every queue
`;

/** @throws Error that names the invalid option */
export function readOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '8000' },
      'web-port': { type: 'string', default: '8080' },
      'data-dir': { type: 'string', default: '.data' },
      fresh: { type: 'boolean', default: false },
      'no-seed': { type: 'boolean', default: false },
      dynamodb: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      assembly: { type: 'string' },
      'visibility-timeout': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const visibility = values['visibility-timeout'];
  return {
    port: wholeNumber('--port', values.port, 65_535),
    webPort: wholeNumber('--web-port', values['web-port'], 65_535),
    dataDir: values['data-dir'],
    fresh: values.fresh,
    seed: !values['no-seed'],
    dynamodbUrl: values.dynamodb,
    verbose: values.verbose,
    assembly: values.assembly,
    visibilityTimeoutSeconds:
      visibility === undefined ? undefined : wholeNumber('--visibility-timeout', visibility, 43_200),
    help: values.help,
  };
}

function wholeNumber(option: string, text: string, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > max || text.trim() === '') {
    throw new Error(`${option} must be a whole number from 0 to ${max}, not "${text}"`);
  }
  return value;
}
