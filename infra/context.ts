// Reads options from CDK context (`-c name=value`) and refuses unknown names and values.
/** Reads one context value by name; `App.node.tryGetContext` fits. */
export type Context = (name: string) => unknown;

/** An invalid option. The message is complete, so the stack trace is omitted. */
export class RefusedOption extends Error {}

/** Every option of `-c name=value`. */
export const contextOptions = [
  'stage',
  'corsOrigins',
  'signIn',
  'cognitoDomainPrefix',
  'oidcIssuer',
  'oidcAudience',
  'oidcClientId',
  'oidcJwksUrl',
  'oidcRoleClaim',
  'edge',
  'syncTimeoutSeconds',
  'alarmTopicArn',
  'metricsDashboard',
  'documentLimitBytes',
  'malwareScan',
  'documentsEndpoint',
] as const;
export type ContextOption = (typeof contextOptions)[number];

/**
 * Refuses unknown names: a misspelt option would otherwise be deployed as its default.
 * @param names Names in the context. Names of the CDK have a colon (`aws:cdk:…`, `@aws-cdk/…:…`, cached look-ups) and pass
 * @param notOurs Names that other tools add to the context. @default none
 * @throws RefusedOption that lists the unknown and the known names.
 */
export function refuseUnknownOptions(names: readonly string[], notOurs: readonly string[] = []): void {
  const known: readonly string[] = [...contextOptions, ...notOurs];
  const unknown = names.filter((name) => !known.includes(name) && !/^@|:/.test(name));
  if (unknown.length > 0) {
    const list = unknown.map((name) => `"${name}"`).join(', ');
    throw new RefusedOption(`unknown option ${list} (-c name=value); the hub has ${contextOptions.join(', ')}`);
  }
}

export function text(context: Context, name: ContextOption): string | undefined {
  const value = context(name);
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

export function required(context: Context, name: ContextOption): string {
  const value = text(context, name);
  if (value === undefined) {
    throw new RefusedOption(`-c signIn=oidc needs -c ${name}=…`);
  }
  return value;
}

export function oneOf<const T extends string>(
  context: Context,
  name: ContextOption,
  allowed: readonly T[],
): T | undefined {
  const value = text(context, name);
  const known = allowed.find((candidate) => candidate === value);
  if (value !== undefined && known === undefined) {
    throw new RefusedOption(`unknown ${name} "${value}"; allowed are ${allowed.join(', ')}`);
  }
  return known;
}

/** @param most Largest allowed value. */
export function count(context: Context, name: ContextOption, most: number): number | undefined {
  const value = text(context, name);
  if (value === undefined) {
    return undefined;
  }
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > most) {
    throw new RefusedOption(`${name} is "${value}"; allowed is a whole number from 1 to ${most}`);
  }
  return number;
}
