// A modal confirmation. The native dialog element traps the focus and closes on Escape.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from './button.tsx';

export interface DialogProps {
  readonly title: string;
  readonly confirm: string;
  readonly children: ComponentChildren;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

export function Dialog({ title, confirm, children, onConfirm, onCancel }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    <dialog ref={element} class="dialog" aria-labelledby="dialog-title" onClose={onCancel}>
      <h2 id="dialog-title" class="dialog__title">
        {title}
      </h2>
      <div class="dialog__text">{children}</div>
      <div class="dialog__actions">
        <Button onClick={() => element.current?.close()}>Keep as it is</Button>
        <Button kind="primary" onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </dialog>
  );
}
