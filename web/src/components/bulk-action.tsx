// One action on several selected rows: the action bar, the dialog and the result of each row. It is beside the list, so
// that the result stays visible when the action empties the list.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { BulkResult } from '../../../shared/contracts/bulk.ts';
import { BulkResultDialog } from './bulk-result-dialog.tsx';
import { SelectionBar, type SelectionBarProps } from './selection-bar.tsx';

interface Asking {
  readonly onClose: () => void;
  readonly onDone: (result: BulkResult) => void;
}

interface Props extends Omit<SelectionBarProps, 'onAct'> {
  /** Reloads the list after the action. */
  readonly reload: () => void;
  readonly dialog: (asking: Asking) => ComponentChildren;
}

export function BulkAction({ reload, dialog, ...bar }: Props) {
  const asking = useSignal(false);
  const result = useSignal<BulkResult | null>(null);
  const onClose = () => {
    asking.value = false;
  };
  const onDone = (done: BulkResult) => {
    asking.value = false;
    result.value = done;
    bar.selection.clear();
    reload();
  };
  return (
    <>
      <SelectionBar
        {...bar}
        onAct={() => {
          asking.value = true;
        }}
      />
      {asking.value && dialog({ onClose, onDone })}
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
