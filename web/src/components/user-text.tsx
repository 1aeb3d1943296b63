// Text that somebody wrote, as written; muted where the API withheld it.
import { withheldText } from '../model/labels.ts';

export function UserText({ text }: { text: string }) {
  return <p class={text === withheldText ? 'quiet' : 'user-text'}>{text}</p>;
}
