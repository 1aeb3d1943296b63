// Shows the progress of a submission that was just accepted, stage by stage until its canonical object exists.
import { useEffect, useRef } from 'preact/hooks';
import { hrefOf } from '../../app/router.ts';
import { Button } from '../../components/button.tsx';
import { Copyable } from '../../components/copyable.tsx';
import { Stages } from '../../components/stages.tsx';
import { UploadList } from '../../components/upload-list.tsx';
import { isSettled, rowFromAccepted, stagesOf } from '../../model/stages.ts';
import { progressOf } from '../../model/submitted.ts';
import { useLive } from '../../state/live.ts';
import { useServices } from '../../state/services.ts';
import type { Submitted } from './use-submission-form.ts';

export function SubmittedPanel({ submitted, onAnother }: { submitted: Submitted; onAnother: () => void }) {
  const { api } = useServices();
  const heading = useRef<HTMLHeadingElement>(null);
  const { accepted, fields } = submitted;
  const live = useLive({
    key: accepted.submission_id,
    load: (signal) => afterProjection(() => api.submissionRow(accepted.submission_id, signal)),
    everyMs: (value) => (value === undefined || !isSettled(value) ? 200 : 30_000),
  });
  useEffect(() => heading.current?.focus(), []);

  const row = live.value ?? rowFromAccepted(accepted, fields);
  const { title, lead } = progressOf(row);
  return (
    <section class="card submitted" aria-labelledby="submitted-title">
      <h2 id="submitted-title" class="submitted__title" tabIndex={-1} ref={heading}>
        {title}
      </h2>
      <p class="submitted__lead" role="status">
        {lead}
      </p>
      <Stages stages={stagesOf(row)} />
      <UploadList submissionId={accepted.submission_id} />
      <p class="submitted__ids">
        Submission <Copyable value={accepted.submission_id} what="submission id" />
      </p>
      <div class="form__actions">
        <a class="button button--primary" href={hrefOf({ page: 'record', submissionId: accepted.submission_id })}>
          Open the submission
        </a>
        <Button onClick={onAnother}>Enter another request</Button>
      </div>
    </section>
  );
}

/** The read model lags slightly, so an immediate read would only get a 404. */
const projectionMs = 400;

async function afterProjection<T>(read: () => Promise<T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, projectionMs));
  return read();
}
