// Fault points: counts every AWS call of every function in a test and makes one of them fail. The modes simulate
// network failures, throttling and crashes at one call. Calls run one after the other, so that a scenario makes the
// same calls in the same order on any machine, and call `n` is always the same call.

import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export const pointModes = [
  /** The process crashes before the call is sent. */
  'crash-before',
  /** The call succeeds, and the process crashes before it receives the answer. */
  'crash-after',
  /** The call succeeds; the caller sees a broken connection and continues. */
  'response-lost',
  /** The call is throttled. */
  'throttled',
  /** The caller times out; the call is executed later, after the recovery. */
  'delayed',
  /** The call succeeds, its answer is lost, and it arrives a second time later, after its token has expired. */
  'repeated-late',
] as const;
export type PointMode = (typeof pointModes)[number];

/** One run of one function with new clients; a crash ends it permanently. */
export interface Process {
  readonly kind: string;
  gone: boolean;
}

export interface FaultPoints {
  /** `kind: call` of the calls since `arm` or `count`, in order. */
  readonly calls: readonly string[];
  /** The faulted call, if any. */
  readonly struck: { readonly kind: string; readonly call: string } | undefined;
  /** Starts counting without a fault. */
  count(): void;
  /** Starts counting; call `n`, from 1, fails. */
  arm(n: number, mode: PointMode): void;
  /** Number of requests since `throttle`, including the SDK's own retries. */
  readonly requests: number;
  /** Throttles this share of requests, below the SDK's own retries; @param random 0 to 1 */
  throttle(share: number, random: () => number): void;
  /** Executes the delayed calls. */
  late(): Promise<void>;
  attach(client: DynamoDBDocumentClient | SQSClient | S3Client, process: Process): void;
}

export class ProcessGone extends Error {}

/** Error names of the SDK; other modes look like a broken connection. */
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

  /** Counts a call and executes it, unless it is the faulted one. */
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
