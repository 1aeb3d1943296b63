// Where somebody goes on after a form was refused: its first field that is wrong, which is read out with its message.

/** To be called after an attempt; waits until the messages stand beside the fields. */
export function focusFirstMistake(form: HTMLElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
