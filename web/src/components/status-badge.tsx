// A status label with a tone. The shape before the label differs too, so that colour is never the only signal.
import { statusLabel, statusTone } from '../model/labels.ts';

export function StatusBadge({ status, label }: { status: string; label?: string }) {
  return <span class={`badge badge--${statusTone(status)}`}>{label ?? statusLabel(status)}</span>;
}
