// Describes the progress of a submission since its acceptance. Pure.
import type { LifecycleRecord } from '../../../shared/contracts/dashboard.ts';
import { acceptToCaseMs, isSettled } from './stages.ts';
import { formatDuration } from './time.ts';

export interface Progress {
  readonly title: string;
  readonly lead: string;
}

export function progressOf(row: LifecycleRecord): Progress {
  if (row.submission.submission_status === 'withdrawn') {
    return { title: 'The request was withdrawn', lead: 'It was withdrawn before it had a case, so it gets none.' };
  }
  if (row.event.event_status === 'dead_lettered') {
    return { title: 'The request has no case yet', lead: 'Its event was parked; an operator has to look at it.' };
  }
  const caseAfterMs = acceptToCaseMs(row);
  if (caseAfterMs === null) {
    return {
      title: 'The request was accepted',
      lead: 'Waiting for its case and its canonical object. This page refreshes itself.',
    };
  }
  const title = 'The request has its case';
  if (!isSettled(row)) return { title, lead: 'Waiting for its canonical object. This page refreshes itself.' };
  return { title, lead: `The hub created its case ${formatDuration(caseAfterMs)} after acceptance.` };
}
