// A modal form. The native dialog element traps the focus and closes on Escape; the focus then returns to its former
// place. It stays open with its input while sending fails, and moves the focus to the first invalid field.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { Problem } from '../api/problem.ts';
import { Button } from './button.tsx';
import { focusFirstMistake } from './first-mistake.ts';
import { ProblemNotice } from './states.tsx';

export interface FormDialogProps {
  readonly title: string;
  /** Label of the submit button. */
  readonly submit: string;
  /** @default 'Cancel' */
  readonly cancel?: string;
  readonly busy: boolean;
  /** Disables sending. @default false */
  readonly disabled?: boolean;
  /** Marks an irreversible action. @default false */
  readonly grave?: boolean;
  /** @default false */
  readonly wide?: boolean;
  readonly problem: Problem | null;
  readonly children: ComponentChildren;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
}

export function FormDialog(props: FormDialogProps) {
  const { title, submit, cancel = 'Cancel', busy, disabled = false, grave = false, wide = false, problem } = props;
  const titleId = useId();
  const element = useModal();
  useEffect(() => {
    if (problem !== null) focusFirstMistake(element.current);
  }, [problem]);
  return (
    <dialog
      ref={element}
      class={`dialog form-dialog ${wide ? 'form-dialog--wide' : ''}`}
      aria-labelledby={titleId}
      onClose={(event) => whenThere(event, props.onClose)}
    >
      <form
        class="form-dialog__form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (busy || disabled) return;
          props.onSubmit();
          focusFirstMistake(event.currentTarget);
        }}
      >
        <h2 id={titleId} class="dialog__title">
          {title}
        </h2>
        {props.children}
        {problem !== null && <ProblemNotice problem={problem} />}
        <div class={`dialog__actions ${grave ? 'dialog__actions--grave' : ''}`}>
          <Button onClick={() => element.current?.close()}>{cancel}</Button>
          <Button type="submit" kind="primary" busy={busy} disabled={disabled}>
            {submit}
          </Button>
        </div>
      </form>
    </dialog>
  );
}

/** A modal text with one close button. */
export function ReadDialog({ title, children, wide = true, onClose }: ReadDialogProps) {
  const titleId = useId();
  const element = useModal();
  return (
    <dialog
      ref={element}
      class={`dialog form-dialog ${wide ? 'form-dialog--wide' : ''}`}
      aria-labelledby={titleId}
      onClose={(event) => whenThere(event, onClose)}
    >
      <div class="form-dialog__form">
        <h2 id={titleId} class="dialog__title">
          {title}
        </h2>
        {children}
        <div class="dialog__actions">
          <Button onClick={() => element.current?.close()}>Close</Button>
        </div>
      </div>
    </dialog>
  );
}

export interface ReadDialogProps {
  readonly title: ComponentChildren;
  readonly children: ComponentChildren;
  /** @default true */
  readonly wide?: boolean;
  readonly onClose: () => void;
}

/** The event of a removed dialog arrives late, when another may be open. */
function whenThere(event: preact.TargetedEvent<HTMLDialogElement>, then: () => void): void {
  if (event.currentTarget.isConnected) then();
}

function useModal() {
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current;
    const opener = document.activeElement;
    dialog?.showModal();
    return () => {
      // The browser would lose the focus for a dialog that is removed instead of closed.
      if (dialog?.open === true) dialog.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);
  return element;
}
