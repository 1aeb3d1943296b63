// Deletes a document with a reason.
import type { Document } from '../../../../shared/contracts/document.ts';
import { createDocumentsApi } from '../../api/documents-api.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ReasonField } from '../../components/reason-field.tsx';
import { useReasoned } from '../../state/reasoned.ts';
import { useApi, useServices } from '../../state/services.ts';

interface Props {
  readonly document: Document;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeleteDocument({ document: { document_id, file_name }, onClose, onDeleted }: Props) {
  const { flash } = useServices();
  const api = useApi(createDocumentsApi);
  const form = useReasoned({
    send: (reason, key) => api.remove(document_id, reason, key),
    onDone: () => {
      flash.say('The document was deleted.');
      onDeleted();
    },
  });
  return (
    <FormDialog
      title="Delete this document?"
      submit="Delete the document"
      cancel="Keep it"
      grave
      busy={form.busy}
      problem={form.problem}
      onSubmit={form.send}
      onClose={onClose}
    >
      <p class="dialog__lead">
        All versions of <bdi class="strong">{file_name}</bdi> are removed from the store. That it existed, its checksum
        and who deleted it are kept.
      </p>
      <ReasonField id="delete-reason" of={form} />
    </FormDialog>
  );
}
