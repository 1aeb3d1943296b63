// Moves the focus to the first invalid field of a refused form; assistive technology reads it with its message.

/** Call it after an attempt; it waits until the messages are rendered. */
export function focusFirstMistake(form: HTMLElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
