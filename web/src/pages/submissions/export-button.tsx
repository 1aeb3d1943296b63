// Exports the filtered rows to a CSV file, page by page, with progress.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { lacking } from '../../auth/permission.ts';
import { Button } from '../../components/button.tsx';
import { collectExport, exportedWords } from '../../model/csv-export.ts';
import { formatCount } from '../../model/labels.ts';
import { apiQueryOf, exportOf, type SubmissionFilters } from '../../model/submission-filters.ts';
import { saveFile } from '../../state/save-file.ts';
import { useServices } from '../../state/services.ts';

export function ExportButton({ filters }: { filters: SubmissionFilters }) {
  const { client, session, flash } = useServices();
  /** Number of rows so far; null without an export. */
  const rows = useSignal<number | null>(null);
  const refusal = lacking(session.current.value?.role ?? 'viewer', 'submission:export');
  const cancel = () => {
    rows.value = null;
  };
  useEffect(() => cancel, []);

  const source = exportOf(filters);
  const run = async () => {
    if (source.kind === 'none') return;
    rows.value = 0;
    const outcome = await collectExport(
      (cursor) => client.text(source.path, { ...apiQueryOf(filters), cursor }),
      (count) => {
        if (rows.peek() === null) return false;
        rows.value = count;
        return true;
      },
    );
    rows.value = null;
    if (outcome.kind === 'failed') {
      flash.say(`The export failed: ${outcome.problem.detail || outcome.problem.title}`);
    } else if (outcome.kind === 'done') {
      saveFile(
        `${source.what}-${new Date().toISOString().slice(0, 10)}.csv`,
        outcome.file.parts,
        'text/csv;charset=utf-8',
      );
      flash.say(exportedWords(outcome.file.rows, source.what));
    }
  };

  if (refusal !== null) return null;
  if (source.kind === 'none') {
    return (
      <span class="export">
        <span id="export-refusal">{source.why}</span>
        <Button icon="download" disabled describedBy="export-refusal">
          Export CSV
        </Button>
      </span>
    );
  }
  if (rows.value === null) {
    return (
      <Button icon="download" onClick={() => void run()}>
        Export CSV
      </Button>
    );
  }
  return (
    <span class="export">
      <span role="status">Exporting… {formatCount(rows.value)} rows</span>
      <Button onClick={cancel}>Cancel</Button>
    </span>
  );
}
