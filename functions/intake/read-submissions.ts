// Reads submissions: one by id, and lists in the order of the read model. Personal data is masked for who may not see it.
import type { Submission } from '../../shared/contracts/intake.ts';
import type { Page, PageQuery } from '../../shared/contracts/page.ts';
import { readPage } from '../../shared/core/paging.ts';
import { maskRequester } from '../../shared/core/personal-data.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { Cursors } from '../../shared/table/cursor.ts';
import type { IntakeStore } from '../../shared/table/intake-store.ts';
import type { RecordStore } from '../../shared/table/record-store.ts';

export interface ReadSubmissionsDeps {
  readonly intake: Pick<IntakeStore, 'submission' | 'submissions'>;
  readonly records: Pick<RecordStore, 'newestIds'>;
  readonly cursors: Cursors;
}

export async function readSubmission(
  input: { readonly submissionId: string; readonly unmasked: boolean },
  deps: Pick<ReadSubmissionsDeps, 'intake'>,
): Promise<Submission> {
  const submission = found(await deps.intake.submission(input.submissionId), 'submission', input.submissionId);
  return input.unmasked ? submission : maskRequester(submission);
}

export async function listSubmissions(
  input: { readonly query: PageQuery; readonly unmasked: boolean },
  deps: ReadSubmissionsDeps,
): Promise<Page<Submission>> {
  return readPage('submissions', input.query, deps.cursors, async (limit, after) => {
    const { items, next } = await deps.records.newestIds(limit, after, 'submission');
    const submissions = await deps.intake.submissions(items);
    return { items: input.unmasked ? submissions : submissions.map(maskRequester), next };
  });
}
