// An identifier, shortened or in full, with a button that copies it in full.
import { useSignal } from '@preact/signals';
import { shortId } from '../model/labels.ts';
import { useServices } from '../state/services.ts';
import { Icon } from './icon.tsx';

export interface CopyableProps {
  readonly value: string;
  /** Kind of identifier for the button's name: `submission id`. */
  readonly what: string;
  /** Replaces the middle by an ellipsis. @default false */
  readonly short?: boolean;
}

export function Copyable({ value, what, short = false }: CopyableProps) {
  const { flash } = useServices();
  const copied = useSignal(false);
  const copy = async () => {
    copied.value = await copyText(value);
    flash.say(copied.value ? `Copied the ${what}.` : `Could not copy; the ${what} is ${value}.`);
  };
  return (
    <span class="copyable">
      <code class="code" title={value}>
        {short ? shortId(value) : value}
      </code>
      <button type="button" class="icon-button icon-button--small" aria-label={`Copy the ${what}`} onClick={copy}>
        <Icon name={copied.value ? 'check' : 'copy'} />
      </button>
    </span>
  );
}

/** The clipboard API needs https or localhost; otherwise it copies through a selection. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
