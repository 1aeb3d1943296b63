// A dialog that asks for something and sends it: the browser's own dialog keeps the focus inside and closes on Escape;
// the focus goes back to where it was. It stays open, with what was typed, while sending fails, and leads to what is wrong.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { Problem } from '../api/problem.ts';
import { Button } from './button.tsx';
import { focusFirstMistake } from './first-mistake.ts';
import { ProblemNotice } from './states.tsx';

export interface FormDialogProps {
  readonly title: string;
  /** The words of the button that sends. */
  readonly submit: string;
  /** @default 'Cancel' */
  readonly cancel?: string;
  readonly busy: boolean;
  /** Sending is impossible as things are. @default false */
  readonly disabled?: boolean;
  /** Marks what cannot be undone. @default false */
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

/** Something to read that covers the page, with one way out. */
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

/** The event of a dialog that was taken away comes late, when another may be open. */
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
      // Taken away rather than closed, the browser would leave the focus nowhere.
      if (dialog?.open === true) dialog.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);
  return element;
}
