// A small button for one action on one item. An impossible action stays visible, disabled, with its reason.
import { useId } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

export interface ActionButtonProps {
  readonly icon: IconName;
  readonly words: string;
  /** Name of the item, so that equal buttons in a list have different accessible names. */
  readonly of: string;
  /** Shows `of` as well. @default false */
  readonly shown?: boolean;
  /** Reason why the action is impossible; null when it is possible. */
  readonly unavailable: string | null;
  readonly busy?: boolean;
  readonly onClick: () => void;
}

/** Focusable even when disabled, so that keyboard users can read the reason. */
export function ActionButton({
  icon,
  words,
  of,
  shown = false,
  unavailable,
  busy = false,
  onClick,
}: ActionButtonProps) {
  const whyId = useId();
  const off = unavailable !== null;
  return (
    <span class="action">
      <button
        type="button"
        class="action__button"
        aria-disabled={off || busy}
        aria-describedby={off ? whyId : undefined}
        aria-label={`${words} ${of}`}
        onClick={() => {
          if (!off && !busy) onClick();
        }}
      >
        <Icon name={icon} />
        {shown ? `${words} ${of}` : words}
      </button>
      {off && (
        <span class="action__why" id={whyId} role="tooltip">
          {unavailable}
        </span>
      )}
    </span>
  );
}
