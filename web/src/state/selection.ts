// The selected rows of a list. Rows that leave the list are deselected.
import { useSignal } from '@preact/signals';

export interface Selection {
  /** In the order of the list. */
  readonly ids: readonly string[];
  has(id: string): boolean;
  toggle(id: string): void;
  /** Selects all shown rows, or none when all are selected. */
  toggleAll(): void;
  readonly all: boolean;
  clear(): void;
}

/** @param shown Ids of the selectable rows, in order. */
export function useSelection(shown: readonly string[]): Selection {
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  const ids = shown.filter((id) => chosen.value.has(id));
  const all = ids.length > 0 && ids.length === shown.length;
  return {
    ids,
    all,
    has: (id) => chosen.value.has(id),
    toggle: (id) => {
      const next = new Set(chosen.value);
      if (!next.delete(id)) next.add(id);
      chosen.value = next;
    },
    toggleAll: () => {
      chosen.value = new Set(all ? [] : shown);
    },
    clear: () => {
      chosen.value = new Set();
    },
  };
}
