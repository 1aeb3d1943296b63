// A button with a busy state. A busy button stays focusable, so that keyboard users keep their place.
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export interface ButtonProps {
  readonly children: ComponentChildren;
  /** @default 'plain' */
  readonly kind?: 'primary' | 'plain' | 'quiet';
  /** @default 'button' */
  readonly type?: 'button' | 'submit';
  readonly icon?: IconName;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly describedBy?: string;
  readonly onClick?: () => void;
}

export function Button({ children, kind = 'plain', type = 'button', icon, busy, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      class={`button button--${kind}`}
      disabled={disabled === true}
      aria-busy={busy === true}
      aria-disabled={busy === true}
      aria-describedby={rest.describedBy}
      onClick={(event) => {
        if (busy === true) event.preventDefault();
        else rest.onClick?.();
      }}
    >
      {busy === true ? <span class="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
