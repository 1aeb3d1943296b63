// A status in words on a tone; the shape before the words differs too, so colour is never alone.
import { statusLabel, statusTone } from '../model/labels.ts';

export function StatusBadge({ status, label }: { status: string; label?: string }) {
  return <span class={`badge badge--${statusTone(status)}`}>{label ?? statusLabel(status)}</span>;
}
