// Asks for the person and the reason of an erasure; it sends nothing before the typed confirmation.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Erasure } from '../../../../shared/contracts/intake.ts';
import { createPrivacyApi, type ErasureRequest } from '../../api/privacy-api.ts';
import { TextField } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ReasonField } from '../../components/reason-field.tsx';
import {
  confirmationWord,
  type ErasureMessages,
  eraseToTheEnd,
  erasureProblems,
  leaveWords,
} from '../../model/erasure.ts';
import { formatCount } from '../../model/labels.ts';
import { useReasoned } from '../../state/reasoned.ts';
import { useApi } from '../../state/services.ts';

interface Props {
  /** Initial values of the fields. */
  readonly begin: ErasureRequest;
  readonly onClose: () => void;
  /** Also called after the dialog was closed, with the progress until then. */
  readonly onDone: (erasure: Erasure, requesterEmail: string) => void;
}

export function EraseDialog({ begin, onClose, onDone }: Props) {
  const email = useSignal(begin.requester_email);
  const confirmation = useSignal('');
  const messages = useSignal<ErasureMessages>({});
  const erase = useErasure();
  const requester_email = email.value.trim();
  const form = useReasoned({
    intent: requester_email,
    ready: () => {
      messages.value = erasureProblems(email.value, confirmation.value);
      return Object.keys(messages.value).length === 0;
    },
    send: (reason) => erase.run({ requester_email, reason }),
    onDone: (erasure) => {
      if (erase.isOpen()) onClose();
      onDone(erasure, requester_email);
    },
  });
  useEffect(() => form.setReason(begin.reason), []);
  return (
    <FormDialog
      title="Erase a person's data?"
      submit="Erase for good"
      cancel={leaveWords(erase.begun, form.busy)}
      grave
      busy={form.busy}
      problem={form.problem}
      onSubmit={form.send}
      onClose={onClose}
    >
      <p class="dialog__lead">
        The hub replaces all data that name this person, in all of their requests, open or closed. Nobody can bring it
        back.
      </p>
      <TextField
        id="erase-email"
        label="E-mail address of the person"
        type="email"
        value={email.value}
        message={messages.value.email}
        onInput={(text) => {
          email.value = text;
        }}
      />
      <ReasonField id="erase-reason" of={form} hint="Kept permanently. Do not name a person." />
      <TextField
        id="erase-confirmation"
        label={`Type ${confirmationWord} to confirm`}
        value={confirmation.value}
        message={messages.value.confirmation}
        onInput={(text) => {
          confirmation.value = text;
        }}
      />
      {form.busy && <p role="status">{erase.progress}</p>}
    </FormDialog>
  );
}

/** Runs an erasure to its end while the dialog is open. */
function useErasure() {
  const api = useApi(createPrivacyApi);
  /** Number of erased requests; null before the first answer. */
  const soFar = useSignal<number | null>(null);
  const begun = useSignal(false);
  const open = useRef(true);
  useEffect(
    () => () => {
      open.current = false;
    },
    [],
  );
  return {
    begun: begun.value,
    isOpen: () => open.current,
    progress:
      soFar.value === null ? 'Erasing…' : `Erasing… ${formatCount(soFar.value)} requests so far. Keep this open.`,
    run: (body: ErasureRequest) => {
      begun.value = true;
      return eraseToTheEnd(
        () => api.erase(body),
        (erasure) => {
          soFar.value = erasure.submissions_erased;
          return open.current;
        },
      );
    },
  };
}
