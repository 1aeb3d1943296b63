// Fault points: every AWS call of every function that runs in a test, counted in one row, one of which can be made to go
// wrong. Fault modes are what a network, a throttle or a dying process do to one call. Calls wait for each other, so that the
// same scenario makes the same calls in the same order whatever the machine does, and call `n` is the same call each time.

import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export const pointModes = [
  /** The process dies before the call leaves it. */
  'crash-before',
  /** The call is carried out, and the process dies before it hears of it. */
  'crash-after',
  /** The call is carried out, its caller sees a broken connection and goes on. */
  'response-lost',
  /** The call is refused for lack of capacity. */
  'throttled',
  /** The caller gives up waiting; the call is carried out later, when everything has been put right already. */
  'delayed',
  /** The call is carried out, its answer lost, and it arrives a second time later, with its token forgotten. */
  'repeated-late',
] as const;
export type PointMode = (typeof pointModes)[number];

/** One run of one function: new clients, gone for good when it crashes. */
export interface Process {
  readonly kind: string;
  gone: boolean;
}

export interface FaultPoints {
  /** `kind: call` of the calls made since `arm` or `count`, in order. */
  readonly calls: readonly string[];
  /** Where the fault struck, if it did. */
  readonly struck: { readonly kind: string; readonly call: string } | undefined;
  /** Counts from here on, without a fault. */
  count(): void;
  /** Counts from here on; call `n`, from 1, goes wrong. */
  arm(n: number, mode: PointMode): void;
  /** Requests sent since `throttle`, those that the SDK repeats by itself included. */
  readonly requests: number;
  /** Refuses this share of requests for lack of capacity, below the SDK's own retries; @param random 0 to 1 */
  throttle(share: number, random: () => number): void;
  /** Carries out what was delayed. */
  late(): Promise<void>;
  attach(client: DynamoDBDocumentClient | SQSClient | S3Client, process: Process): void;
}

export class ProcessGone extends Error {}

/** Errors as the SDK names them; whatever else goes wrong looks like a broken connection. */
const names: Partial<Record<PointMode, string>> = { throttled: 'ThrottlingException', delayed: 'TimeoutError' };

class FaultyCall extends Error {
  override readonly name: string;
  constructor(mode: PointMode, call: string) {
    super(`${mode} at ${call}`);
    this.name = names[mode] ?? 'NetworkingError';
  }
}

export function faultPoints(): FaultPoints {
  const calls: string[] = [];
  let armed: { readonly at: number; readonly mode: PointMode } | undefined;
  let struck: { readonly kind: string; readonly call: string } | undefined;
  let chance: (() => boolean) | undefined;
  let requests = 0;
  let waiting: (() => Promise<unknown>)[] = [];

  const strike = async (mode: PointMode, call: string, process: Process, carryOut: () => Promise<unknown>) => {
    struck = { kind: process.kind, call };
    if (mode === 'delayed' || mode === 'repeated-late') waiting.push(carryOut);
    if (mode === 'crash-after' || mode === 'response-lost' || mode === 'repeated-late') {
      await carryOut().catch(() => undefined);
    }
    process.gone = mode === 'crash-before' || mode === 'crash-after';
    throw process.gone ? new ProcessGone(call) : new FaultyCall(mode, call);
  };

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(call: () => Promise<T>): Promise<T> => {
    const turn = last.then(call);
    last = turn.catch(() => undefined);
    return turn;
  };

  /** Counts a call and lets it pass, unless this is where it goes wrong. */
  const meet = async (call: string, process: Process, carryOut: () => Promise<unknown>): Promise<void> => {
    if (process.gone) throw new ProcessGone(call);
    calls.push(`${process.kind}: ${call}`);
    if (calls.length === armed?.at) await strike(armed.mode, call, process, carryOut);
  };

  const start = (next: typeof armed): void => {
    calls.length = 0;
    armed = next;
    struck = undefined;
  };
  return {
    calls,
    get struck() {
      return struck;
    },
    count: () => start(undefined),
    arm: (at, mode) => start({ at, mode }),
    get requests() {
      return requests;
    },
    throttle: (share, random) => {
      requests = 0;
      chance = share === 0 ? undefined : () => random() < share;
    },
    late: async () => {
      const due = waiting;
      waiting = [];
      for (const carryOut of due) await carryOut().catch(() => undefined);
    },
    attach: (client, process) => {
      (client as SQSClient).middlewareStack.add(
        (next, context) => async (args) => {
          const call = String((context as { commandName?: string }).commandName).replace(/Command$/, '');
          return inTurn(async () => {
            await meet(call, process, () => next(args));
            return next(args);
          });
        },
        { step: 'initialize', name: 'faultPoints', priority: 'high' },
      );
      (client as SQSClient).middlewareStack.add(
        (next) => async (args) => {
          requests += 1;
          if (chance?.() === true) throw new FaultyCall('throttled', process.kind);
          return next(args);
        },
        { step: 'finalizeRequest', name: 'throttle', priority: 'normal' },
      );
    },
  };
}
