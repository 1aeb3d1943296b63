// The intake form and, after sending, the progress of the submission until it is visible.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Problem } from '../api/problem.ts';
import { lacking } from '../auth/permission.ts';
import { PageHeader } from '../components/page-header.tsx';
import { Loading, Notice, ProblemNotice } from '../components/states.tsx';
import { useServices } from '../state/services.ts';
import { SubmissionForm } from './submit/submission-form.tsx';
import { SubmittedPanel } from './submit/submitted-panel.tsx';
import type { Submitted } from './submit/use-submission-form.ts';

export function SubmitPage() {
  const { session, reference, api } = useServices();
  const problem = useSignal<Problem | null>(null);
  const readReference = async () => {
    problem.value = null;
    const result = await api.reference();
    if (result.ok) reference.value = result.value;
    else problem.value = result.problem;
  };
  useEffect(() => {
    // Values may have been added or retired since the console was opened.
    void readReference();
  }, []);
  const submitted = useSignal<Submitted | null>(null);
  const missing = lacking(session.current.value?.role ?? 'viewer', 'submission:create');
  return (
    <>
      <PageHeader
        title="New request"
        lead="The hub turns your request into a service request, a case and a canonical object."
      />
      {missing !== null && (
        <Notice title="You can read, but not submit">
          <p>{missing}</p>
        </Notice>
      )}
      {submitted.value !== null && (
        <SubmittedPanel
          key={submitted.value.accepted.submission_id}
          submitted={submitted.value}
          onAnother={() => {
            submitted.value = null;
          }}
        />
      )}
      {submitted.value === null && reference.value === undefined && (
        <FormNotReady problem={problem.value} onRetry={() => void readReference()} />
      )}
      {submitted.value === null && reference.value !== undefined && (
        <SubmissionForm
          reference={reference.value}
          locked={missing !== null}
          onSubmitted={(done) => {
            submitted.value = done;
          }}
        />
      )}
    </>
  );
}

/** The form needs the reference values. */
function FormNotReady({ problem, onRetry }: { problem: Problem | null; onRetry: () => void }) {
  return problem === null ? (
    <Loading what="the form" lines={6} />
  ) : (
    <ProblemNotice problem={problem} onRetry={onRetry} />
  );
}
