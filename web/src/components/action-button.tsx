// A small button for one action on one thing; where the action is impossible it stays, disabled, and says why.
import { useId } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

export interface ActionButtonProps {
  readonly icon: IconName;
  readonly words: string;
  /** What it acts on, so that equal buttons in a list have different names. */
  readonly of: string;
  /** Shows `of` too. @default false */
  readonly shown?: boolean;
  /** Why it cannot be done; null when it can. */
  readonly unavailable: string | null;
  readonly busy?: boolean;
  readonly onClick: () => void;
}

/** Focusable even where it does nothing, so that a keyboard reaches the words that say why. */
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
