// Actions on several selected rows: the action bar, the dialog and the result of each row. It is beside the list, so
// that the result stays visible when the action empties the list.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { BulkResult } from '../../../shared/contracts/bulk.ts';
import { BulkResultDialog } from './bulk-result-dialog.tsx';
import { type SelectionAction, SelectionBar, type SelectionBarProps } from './selection-bar.tsx';

export interface BulkAsking {
  readonly onClose: () => void;
  readonly onDone: (result: BulkResult) => void;
}

interface Action extends SelectionAction {
  readonly dialog: (asking: BulkAsking) => ComponentChildren;
}

interface Props extends Omit<SelectionBarProps<Action>, 'onAct'> {
  /** Reloads the list after the action. */
  readonly reload: () => void;
}

export function BulkAction({ reload, ...bar }: Props) {
  /** The words of the action that is asked about: the list may be drawn again meanwhile. */
  const asking = useSignal<string | null>(null);
  const result = useSignal<BulkResult | null>(null);
  const onClose = () => {
    asking.value = null;
  };
  const onDone = (done: BulkResult) => {
    asking.value = null;
    result.value = done;
    bar.selection.clear();
    reload();
  };
  return (
    <>
      <SelectionBar
        {...bar}
        onAct={({ words }) => {
          asking.value = words;
        }}
      />
      {bar.actions.find(({ words }) => words === asking.value)?.dialog({ onClose, onDone })}
      {result.value !== null && (
        <BulkResultDialog
          title={`What became of each ${bar.what}`}
          result={result.value}
          onClose={() => {
            result.value = null;
          }}
        />
      )}
    </>
  );
}
