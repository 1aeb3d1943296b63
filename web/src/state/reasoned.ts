// One action with a reason: validates it, sends with one idempotency key per intention, and keeps the input on failure.
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { createKeyring } from '../api/idempotency-key.ts';
import type { Problem, Result } from '../api/problem.ts';
import { reasonProblem } from '../model/reason.ts';

export interface ReasonedOptions<T> {
  /** The payload besides the reason: another payload gets another idempotency key. */
  readonly intent?: unknown;
  /** Further checks; nothing is sent unless they pass. */
  readonly ready?: () => boolean;
  readonly send: (reason: string, key: string) => Promise<Result<T>>;
  readonly onDone: (value: T) => void;
  /** Handles a refusal, or returns the problem to show. @default shows it */
  readonly onRefused?: (problem: Problem) => Problem | null | Promise<Problem | null>;
}

export interface Reasoned {
  readonly reason: string;
  /** Problem of the reason. */
  readonly message: string | undefined;
  readonly problem: Problem | null;
  readonly busy: boolean;
  readonly setReason: (text: string) => void;
  readonly send: () => void;
}

export function useReasoned<T>(options: ReasonedOptions<T>): Reasoned {
  const keyring = useMemo(() => createKeyring(), []);
  const reason = useSignal('');
  const message = useSignal<string | undefined>(undefined);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const deliver = async () => {
    const text = reason.value.trim();
    busy.value = true;
    problem.value = null;
    const result = await options.send(text, keyring.keyFor({ intent: options.intent ?? null, text }));
    if (!result.ok) problem.value = await (options.onRefused ?? itself)(result.problem);
    busy.value = false;
    if (result.ok) options.onDone(result.value);
  };
  return {
    reason: reason.value,
    message: message.value,
    problem: problem.value,
    busy: busy.value,
    setReason: (text) => {
      reason.value = text;
      message.value = undefined;
    },
    send: () => {
      message.value = reasonProblem(reason.value) ?? undefined;
      const ready = options.ready === undefined || options.ready();
      if (ready && message.value === undefined && !busy.value) void deliver();
    },
  };
}

const itself = (problem: Problem): Problem => problem;
