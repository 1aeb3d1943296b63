// User-written text, unchanged; muted when the API masks it.
import { withheldText } from '../model/labels.ts';

export function UserText({ text }: { text: string }) {
  return <p class={text === withheldText ? 'quiet' : 'user-text'}>{text}</p>;
}
