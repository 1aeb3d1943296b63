// State and steps of adding or changing a reference value.
import { useSignal } from '@preact/signals';
import type { Problem, Result } from '../../api/problem.ts';
import { createReferenceApi } from '../../api/reference-api.ts';
import { sentence } from '../../model/reason.ts';
import { rebase } from '../../model/rebase.ts';
import {
  additionOf,
  emptyValue,
  refusedFields,
  type ValueField,
  type ValueMessages,
  valueChanges,
  valueDraftOf,
  valueProblems,
} from '../../model/reference-edit.ts';
import { useReasoned } from '../../state/reasoned.ts';
import { useApi, useServices } from '../../state/services.ts';
import type { ValueDialogProps } from './value-dialog.tsx';

export function useValueForm({ kind, value, known, onDone }: Omit<ValueDialogProps, 'onClose'>) {
  const { flash } = useServices();
  const api = useApi(createReferenceApi);
  /** The value as the person sees it. */
  const seen = useSignal({ version: value?.version ?? 0, base: value === null ? emptyValue : valueDraftOf(value) });
  const draft = useSignal(seen.peek().base);
  const moved = useSignal<readonly ValueField[]>([]);
  const messages = useSignal<ValueMessages>({});
  const { version, base } = seen.value;
  const changes = valueChanges(base, draft.value);

  const follow = async (code: string): Promise<Problem | null> => {
    const now = await api.one(kind, code);
    if (!now.ok) return now.problem;
    const rebased = rebase(draft.value, base, valueDraftOf(now.value));
    seen.value = { version: now.value.version, base: valueDraftOf(now.value) };
    draft.value = rebased.draft;
    moved.value = rebased.moved;
    return null;
  };
  const form = useReasoned<unknown>({
    intent: { draft: draft.value, version },
    ready: () => {
      messages.value = valueProblems(draft.value, kind, known);
      return Object.keys(messages.value).length === 0;
    },
    send: (reason, key): Promise<Result<unknown>> =>
      value === null
        ? api.add(kind, additionOf(draft.value, kind, reason), key)
        : api.change(kind, value.code, { ...changes, change_reason: reason }, version, key),
    onRefused: (refusal) => {
      if (refusal.status === 412 && value !== null) return follow(value.code);
      const told = Object.entries(refusedFields(refusal.errors)).map(([name, detail]) => [name, sentence(detail)]);
      messages.value = Object.fromEntries(told);
      return refusal;
    },
    onDone: () => {
      flash.say(value === null ? 'The value was added.' : 'The value was changed.');
      onDone();
    },
  });
  return {
    ...form,
    draft: draft.value,
    moved: moved.value,
    messages: messages.value,
    unchanged: value !== null && Object.keys(changes).length === 0,
    change: (name: ValueField, text: string) => {
      draft.value = { ...draft.value, [name]: text };
      const { [name]: _settled, ...others } = messages.value;
      messages.value = others;
    },
  };
}
