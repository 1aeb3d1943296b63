// Shows the outcome of a bulk action for each item.
import type { BulkResult } from '../../../shared/contracts/bulk.ts';
import { bulkSummary, outcomesInOrder, outcomeWords } from '../model/bulk.ts';
import { shortId, statusLabel } from '../model/labels.ts';
import { sentence } from '../model/reason.ts';
import { ReadDialog } from './form-dialog.tsx';

export interface BulkResultProps {
  readonly title: string;
  readonly result: BulkResult;
  readonly onClose: () => void;
}

export function BulkResultDialog({ title, result, onClose }: BulkResultProps) {
  return (
    <ReadDialog title={title} onClose={onClose}>
      <p class="strong" role="status">
        {bulkSummary(result)}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups form fields; this groups a list that may scroll */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div class="outcome-list" role="group" tabIndex={0} aria-label={title}>
        <ul>
          {outcomesInOrder(result.outcomes).map(({ id, outcome, detail, allowed }) => (
            <li key={id} class="outcome-list__item">
              <span class={`badge badge--${outcomeWords(outcome).tone}`}>{outcomeWords(outcome).label}</span>
              <div>
                <p>
                  <code class="code" title={id}>
                    {shortId(id)}
                  </code>
                </p>
                <p class="quiet">
                  {sentence(detail)}
                  {allowed !== undefined && allowed.length > 0 && ` Allowed now: ${allowed.map(wordsOf).join(', ')}.`}
                </p>
              </div>
            </li>
          ))}
        </ul>
      </div>
    </ReadDialog>
  );
}

const wordsOf = (status: string): string => statusLabel(status).toLowerCase();
