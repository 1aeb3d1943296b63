// Injects faults into AWS calls: an SDK middleware that makes the n-th call crash, lose its answer, or be throttled.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The process crashes before the call, the answer is lost after it, or the call is throttled. */
export type FaultMode = 'crash-before' | 'response-lost' | 'throttled';
export const faultModes: readonly FaultMode[] = ['crash-before', 'response-lost', 'throttled'];

export interface Faults {
  /** Names of the calls, in order. */
  readonly calls: readonly string[];
  /** Makes call `n` (from 1, counted from now) fail. */
  arm(n: number, mode: FaultMode): void;
  disarm(): void;
}

export class SimulatedFault extends Error {
  override readonly name: string;
  constructor(mode: FaultMode, call: string) {
    super(`${mode} at ${call}`);
    // A throttled call has its own error name, which code checks; the others look like a lost connection.
    this.name = mode === 'throttled' ? 'ProvisionedThroughputExceededException' : 'SimulatedFault';
  }
}

/** Adds faults to a client; only its own calls count. */
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
      // The answer never arrives, not even an error.
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
