// Asks for the reason of a decision about dead letters and explains its effect.
import type { Decision } from '../../api/dead-letters-api.ts';
import type { Problem, Result } from '../../api/problem.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ReasonField } from '../../components/reason-field.tsx';
import { useReasoned } from '../../state/reasoned.ts';

export interface DecisionDialogProps<T> {
  readonly title: string;
  readonly decision: Decision;
  readonly send: (reason: string, key: string) => Promise<Result<T>>;
  /** Another person decided first. */
  readonly onConflict?: () => void;
  readonly onClose: () => void;
  readonly onDone: (value: T) => void;
}

const words = {
  redrive: {
    submit: 'Redrive',
    effect:
      'The sync worker processes the event again. The event keeps its identity, so no effect happens twice. If it fails again, it is parked again.',
  },
  dismiss: {
    submit: 'Dismiss',
    effect: 'The hub does nothing more about the message. It stays readable here, with your reason.',
  },
} as const;

export function DecisionDialog<T>({ title, decision, send, onConflict, onClose, onDone }: DecisionDialogProps<T>) {
  const form = useReasoned({
    send,
    onDone,
    onRefused: (problem: Problem) => {
      if (problem.status === 409) onConflict?.();
      return problem;
    },
  });
  return (
    <FormDialog
      title={title}
      submit={words[decision].submit}
      busy={form.busy}
      grave={decision === 'dismiss'}
      problem={form.problem}
      onSubmit={form.send}
      onClose={onClose}
    >
      <p class="dialog__lead">{words[decision].effect}</p>
      <ReasonField id="decision-reason" of={form} />
    </FormDialog>
  );
}
