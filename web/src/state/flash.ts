// Short messages about the last action; they disappear on their own and are announced politely.
import { type Signal, signal } from '@preact/signals';

export interface FlashMessage {
  readonly id: number;
  readonly text: string;
}

export interface Flash {
  readonly messages: Signal<readonly FlashMessage[]>;
  say(text: string): void;
  dismiss(id: number): void;
}

const shownMs = 6000;

export function createFlash(): Flash {
  const messages = signal<readonly FlashMessage[]>([]);
  let lastId = 0;
  const dismiss = (id: number) => {
    messages.value = messages.value.filter((message) => message.id !== id);
  };
  return {
    messages,
    dismiss,
    say(text) {
      lastId += 1;
      const id = lastId;
      // A new message replaces the others: older ones would only cover the page.
      messages.value = [{ id, text }];
      setTimeout(() => dismiss(id), shownMs);
    },
  };
}
