// The changes of a reference value with their authors, newest first.
import type { ReferenceHistoryEntry, ReferenceKind, ReferenceValue } from '../../../../shared/contracts/reference.ts';
import { createReferenceApi } from '../../api/reference-api.ts';
import { ReadDialog } from '../../components/form-dialog.tsx';
import { Instant } from '../../components/instant.tsx';
import { Shown } from '../../components/states.tsx';
import { UserText } from '../../components/user-text.tsx';
import { changeWords } from '../../model/reference-history.ts';
import { useLive } from '../../state/live.ts';
import { useApi } from '../../state/services.ts';

interface Props {
  readonly kind: ReferenceKind;
  readonly value: ReferenceValue;
  readonly onClose: () => void;
}

export function ReferenceHistory({ kind, value, onClose }: Props) {
  const api = useApi(createReferenceApi);
  const live = useLive({
    key: `${kind} ${value.code}`,
    load: (signal) => api.history(kind, value.code, signal),
    everyMs: () => 30_000,
  });
  return (
    <ReadDialog title={`History of ${value.code}`} onClose={onClose}>
      <Shown of={live} what="the history">
        {({ data }) => (
          <ol class="history">
            {data
              .toSorted((a, b) => b.version - a.version)
              .map((entry) => (
                <Entry key={entry.version} entry={entry} />
              ))}
          </ol>
        )}
      </Shown>
    </ReadDialog>
  );
}

function Entry({ entry }: { entry: ReferenceHistoryEntry }) {
  return (
    <li class="history__entry">
      <ul>
        {entry.changes.map((change) => (
          <li key={change.field}>{changeWords(change)}</li>
        ))}
      </ul>
      <UserText text={entry.change_reason} />
      <p class="quiet">
        {entry.changed_by} · <Instant at={entry.changed_at} /> · version {entry.version}
      </p>
    </li>
  );
}
