// Lists and exports submissions: the read model gives order and filters, the submissions give the content.
import type { Submission, SubmissionListQuery } from '../../shared/contracts/intake.ts';
import type { Page } from '../../shared/contracts/page.ts';
import { idsOf, stillMatches } from '../../shared/core/dashboard/record-filter.ts';
import { inOrder, type RecordPageDeps, recordPage } from '../../shared/core/dashboard/record-page.ts';
import { hasAllWords, wordsOf } from '../../shared/core/lists/text-search.ts';
import { maskRequester } from '../../shared/core/personal-data/mask-personal-data.ts';
import { type CsvPage, csvPage } from '../../shared/runtime/http/csv.ts';
import type { IntakeStore } from '../../shared/table/intake/intake-store.ts';

export interface ListSubmissionsDeps extends RecordPageDeps {
  readonly intake: Pick<IntakeStore, 'submissions'>;
}

interface ListInput {
  readonly query: SubmissionListQuery;
  readonly unmasked: boolean;
}

export function listSubmissions(input: ListInput, deps: ListSubmissionsDeps): Promise<Page<Submission>> {
  return submissionPage('submissions', input, deps);
}

const exportedFields = [
  'submission_id',
  'request_number',
  'submission_status',
  'intake_method',
  'requester_name',
  'requester_email',
  'request_type',
  'priority',
  'assigned_team',
  'request_description',
  'created_at',
  'created_by',
  'updated_at',
  'version',
] as const satisfies readonly (keyof Submission)[];

/** Pages concatenate to one CSV file, so only the first has the header row. */
export async function exportSubmissions(input: ListInput, deps: ListSubmissionsDeps): Promise<CsvPage> {
  return csvPage(exportedFields, input.query, await submissionPage('submission-export', input, deps));
}

function submissionPage(
  name: string,
  { query, unmasked }: ListInput,
  deps: ListSubmissionsDeps,
): Promise<Page<Submission>> {
  const words = query.q === undefined ? [] : wordsOf(query.q);
  return recordPage<Submission>(
    {
      name,
      rows: 'submissions',
      // The row holds only an excerpt of the description, so the submission decides.
      shownFilters: ['q'],
      readAhead: words.length > 0,
      show: async (rows) => {
        const ids = rows.map(({ submissionId }) => submissionId);
        const found = inOrder(ids, await deps.intake.submissions(ids), ({ submission_id }) => submission_id);
        return found.map((submission) => {
          if (submission === undefined || !hasAllWords(words, textsOf(submission))) return undefined;
          // Rows lag behind the submissions; a submission that no longer matches the filters is dropped.
          if (!stillMatches(query, { ...submission, status: submission.submission_status })) return undefined;
          return unmasked ? submission : maskRequester(submission);
        });
      },
    },
    query,
    { unmasked },
    deps,
  );
}

const textsOf = (submission: Submission): readonly string[] => [
  submission.requester_name,
  submission.requester_email,
  submission.request_description,
  idsOf(submission.submission_id),
];
