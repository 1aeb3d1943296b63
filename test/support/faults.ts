// Faults at AWS calls: an SDK middleware that counts calls and makes the n-th one crash, get lost, or be throttled.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** What happens to one call: the process dies before it, its answer is lost after it was carried out, or it is throttled. */
export type FaultMode = 'crash-before' | 'response-lost' | 'throttled';
export const faultModes: readonly FaultMode[] = ['crash-before', 'response-lost', 'throttled'];

export interface Faults {
  /** Names of the calls made, in order. */
  readonly calls: readonly string[];
  /** Makes call `n` (from 1, counted from now) fail. */
  arm(n: number, mode: FaultMode): void;
  disarm(): void;
}

export class SimulatedFault extends Error {
  override readonly name: string;
  constructor(mode: FaultMode, call: string) {
    super(`${mode} at ${call}`);
    // A throttled call has a name of its own, by which code tells it; the others look like a lost connection.
    this.name = mode === 'throttled' ? 'ProvisionedThroughputExceededException' : 'SimulatedFault';
  }
}

/** Puts faults on a client; only calls made through it are counted. */
export function withFaults(client: DynamoDBDocumentClient): Faults {
  const calls: string[] = [];
  let armed: { at: number; mode: FaultMode } | undefined;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = String((context as { commandName?: string }).commandName);
      calls.push(name);
      const mode = armed !== undefined && calls.length === armed.at ? armed.mode : undefined;
      if (mode === 'crash-before' || mode === 'throttled') throw new SimulatedFault(mode, name);
      if (mode !== 'response-lost') return next(args);
      // Whatever the answer was, an error included, it never arrives.
      await next(args).catch(() => undefined);
      throw new SimulatedFault(mode, name);
    },
    { step: 'initialize', name: 'faults', override: true },
  );
  return {
    calls,
    arm: (n, mode) => {
      armed = { at: calls.length + n, mode };
    },
    disarm: () => {
      armed = undefined;
    },
  };
}
