// Exports the filtered cases to a CSV file, page by page.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { createCasesApi } from '../../api/cases-api.ts';
import { lacking } from '../../auth/permission.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Button } from '../../components/button.tsx';
import { type CaseFilters, caseQuery } from '../../model/case-filters.ts';
import { collectExport, exportedWords } from '../../model/csv-export.ts';
import { formatCount } from '../../model/labels.ts';
import { saveFile } from '../../state/save-file.ts';
import { useApi, useServices } from '../../state/services.ts';

export function ExportCases({ filters }: { filters: CaseFilters }) {
  const { session, flash } = useServices();
  const api = useApi(createCasesApi);
  /** Number of rows so far; null without an export. */
  const rows = useSignal<number | null>(null);
  const cancel = () => {
    rows.value = null;
  };
  useEffect(() => cancel, []);
  const run = async () => {
    rows.value = 0;
    const outcome = await collectExport(
      (cursor) => api.exportPage(caseQuery(filters), cursor),
      (count) => {
        if (rows.peek() === null) return false;
        rows.value = count;
        return true;
      },
    );
    rows.value = null;
    if (outcome.kind === 'failed') flash.say(`The export failed: ${outcome.problem.detail || outcome.problem.title}`);
    if (outcome.kind !== 'done') return;
    saveFile(`cases-${new Date().toISOString().slice(0, 10)}.csv`, outcome.file.parts, 'text/csv;charset=utf-8');
    flash.say(exportedWords(outcome.file.rows, 'cases'));
  };
  if (rows.value !== null) {
    return (
      <span class="export">
        <span role="status">Exporting… {formatCount(rows.value)} rows</span>
        <Button onClick={cancel}>Cancel</Button>
      </span>
    );
  }
  return (
    <ActionButton
      icon="download"
      words="Export CSV"
      of="of these cases"
      unavailable={lacking(session.current.value?.role ?? 'viewer', 'case:export')}
      onClick={() => void run()}
    />
  );
}
