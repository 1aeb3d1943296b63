// Actions on the selected rows; the bar stays visible while the list scrolls.
import type { Permission } from '../../../shared/contracts/values/permissions.ts';
import { lacking } from '../auth/permission.ts';
import { formatCount } from '../model/labels.ts';
import type { Selection } from '../state/selection.ts';
import { useServices } from '../state/services.ts';
import { ActionButton } from './action-button.tsx';
import { Button } from './button.tsx';
import type { IconName } from './icon.tsx';

export interface SelectionAction {
  readonly words: string;
  readonly icon: IconName;
  /** Reason why the action is impossible for these rows. @default null: it is possible */
  readonly unavailable?: string | null;
}

export interface SelectionBarProps<Action extends SelectionAction> {
  readonly selection: Selection;
  /** Kind of the selected items, in the singular. */
  readonly what: string;
  readonly actions: readonly Action[];
  readonly permission: Permission;
  readonly onAct: (action: Action) => void;
}

/** The API's maximum per call. */
const mostAtOnce = 100;

export function SelectionBar<Action extends SelectionAction>({
  selection,
  what,
  actions,
  permission,
  onAct,
}: SelectionBarProps<Action>) {
  const { session } = useServices();
  const count = selection.ids.length;
  const tooMany = count > mostAtOnce ? `At most ${mostAtOnce} at once.` : null;
  const unavailable = lacking(session.current.value?.role ?? 'viewer', permission) ?? tooMany;
  if (count === 0) return <p class="visually-hidden" role="status" />;
  return (
    <div class="selection-bar">
      <p role="status">
        {formatCount(count)} {count === 1 ? what : `${what}s`} chosen
      </p>
      {actions.map((action) => (
        <ActionButton
          key={action.words}
          icon={action.icon}
          words={action.words}
          of={`of the chosen ${what}s`}
          unavailable={unavailable ?? action.unavailable ?? null}
          onClick={() => onAct(action)}
        />
      ))}
      <Button kind="quiet" onClick={selection.clear}>
        Clear
      </Button>
    </div>
  );
}
