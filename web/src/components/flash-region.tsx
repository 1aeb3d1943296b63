// Region of short messages; a polite live region, so that they are read out without taking the focus.
import { useServices } from '../state/services.ts';
import { Icon } from './icon.tsx';

export function FlashRegion() {
  const { flash } = useServices();
  return (
    <div class="flash" role="status" aria-live="polite">
      {flash.messages.value.map(({ id, text }) => (
        <p key={id} class="flash__message">
          <span>{text}</span>
          <button
            type="button"
            class="icon-button icon-button--small"
            aria-label="Dismiss this message"
            onClick={() => flash.dismiss(id)}
          >
            <Icon name="cross" />
          </button>
        </p>
      ))}
    </div>
  );
}
