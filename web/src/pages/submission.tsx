// One submission: its lifecycle through the boundaries, the actions on its case, and its audit.
import { useSignal } from '@preact/signals';
import type { LifecycleRecord } from '../../../shared/contracts/dashboard.ts';
import type { Problem } from '../api/problem.ts';
import { hrefOf } from '../app/router.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Copyable } from '../components/copyable.tsx';
import { Freshness, PageHeader } from '../components/page-header.tsx';
import { Stages } from '../components/stages.tsx';
import { Empty, Notice, Shown } from '../components/states.tsx';
import { codeLabel, shortId } from '../model/labels.ts';
import { acceptToCaseMs, isSettled, stagesOf } from '../model/stages.ts';
import type { ReferenceLists } from '../model/submission-form.ts';
import { formatDuration, timeZone } from '../model/time.ts';
import { useLive } from '../state/live.ts';
import { useServices } from '../state/services.ts';
import { EventsCard, HistoryCard, SyncLogsCard } from './submission/audit.tsx';
import { IdentifiersCard, ObjectCard, ServiceRequestCard } from './submission/boundary-cards.tsx';
import { CaseCommentsCard } from './submission/case-comments.tsx';
import { CommentsCard } from './submission/comments-card.tsx';
import { DocumentsPanel } from './submission/documents-panel.tsx';
import { LineageCard } from './submission/lineage.tsx';
import { RequestCard } from './submission/request-card.tsx';
import { pendingMs, restingMs, useSubmissionDetails } from './submission/use-submission-details.ts';
import { WorkflowPanel } from './submission/workflow-panel.tsx';

export function SubmissionPage({ submissionId }: { submissionId: string }) {
  const { api, reference } = useServices();
  /** Case version after a change on this page; the read model lags until it shows this version. */
  const expected = useSignal(0);
  const isPending = (value: LifecycleRecord | undefined) =>
    value === undefined || !isSettled(value) || (value.operation_case?.version ?? 0) < expected.value;
  const row = useLive({
    key: submissionId,
    load: (signal) => api.submissionRow(submissionId, signal),
    everyMs: (value) => (isPending(value) ? pendingMs : restingMs),
  });
  return (
    <>
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href={hrefOf({ page: 'records' })}>Submissions</a>
      </nav>
      <PageHeader
        title={titleOf(row.value, reference.value)}
        lead={<Copyable value={submissionId} what="submission id" />}
        aside={<Freshness of={row} />}
      />
      {row.value === undefined && isMissing(row.problem) ? (
        <NotVisible never={row.problem?.status === 422} onRetry={row.reload} />
      ) : (
        <Shown of={row} what="the submission">
          {(value) => (
            <Details
              row={value}
              pending={isPending(value)}
              onChanged={(version) => {
                if (version > 0) expected.value = version;
                row.reload();
              }}
            />
          )}
        </Shown>
      )}
    </>
  );
}

/** The page sends nothing but the id, so a 422 means that the id is invalid. */
const isMissing = (problem: Problem | null): boolean => problem?.status === 404 || problem?.status === 422;

/** The read model lags slightly, so a submission that was just accepted may not be visible yet. */
function NotVisible({ never, onRetry }: { never: boolean; onRetry: () => void }) {
  const list = <a href={hrefOf({ page: 'records' })}>See all submissions</a>;
  if (never) {
    return (
      <Empty icon="alert" title="There is no such submission">
        <p>The address does not contain a valid submission id.</p>
        <p>{list}</p>
      </Empty>
    );
  }
  return (
    <Empty icon="clock" title="The submission does not exist, or is not visible yet">
      <p>A submission becomes visible moments after its acceptance. This page retries automatically.</p>
      <p>
        <Button onClick={onRetry}>Retry now</Button>
      </p>
      <p>{list}</p>
    </Empty>
  );
}

function titleOf(row: LifecycleRecord | undefined, reference: ReferenceLists | undefined): string {
  return row === undefined ? 'Submission' : codeLabel(reference?.request_types, row.submission.request_type);
}

interface BodyProps {
  readonly row: LifecycleRecord;
  readonly pending: boolean;
  /** @param version Version of the case; 0 after a change of the submission itself. */
  readonly onChanged: (version: number) => void;
}

function Details({ row, pending, onChanged }: BodyProps) {
  const details = useSubmissionDetails(row, pending);
  const withdrawn = row.submission.submission_status === 'withdrawn';
  const stages = stagesOf(row, {
    objectCreatedAt: details.object.value?.created_at,
    documents: details.documents.value?.data,
  });
  return (
    <>
      {row.event.event_status === 'dead_lettered' && <ParkedNotice />}
      <Reopenings row={row} />
      <Card id="stages" title="Lifecycle" lead={`${lifecycleLead(row)} Times are in ${timeZone()}.`}>
        <Stages stages={stages} />
      </Card>
      <div class="columns">
        <div class="columns__side">
          {!withdrawn && (
            <WorkflowPanel
              live={details.operationCase}
              waiting={row.operation_case === null}
              pending={pending}
              onChanged={onChanged}
            />
          )}
          <RequestCard row={row} live={details.submission} onChanged={() => onChanged(0)} />
          <IdentifiersCard row={row} />
        </div>
        <div class="columns__main">
          <DocumentsPanel {...documentsOf(row)} />
          {!withdrawn && <HistoryCard live={details.operationCase} waiting={row.operation_case === null} />}
          <EventsCard live={details.events} />
          <SyncLogsCard live={details.syncLogs} />
        </div>
      </div>
      <LineageCard live={details.lineage} />
      <div class="pair">
        <ServiceRequestCard live={details.serviceRequest} />
        <ObjectCard live={details.object} waiting={objectWaits(row)} />
        {row.operation_case !== null && <CaseCommentsCard live={details.operationCase} />}
        <CommentsCard submissionId={row.submission.submission_id} live={details.comments} />
      </div>
    </>
  );
}

/** Reason why there is no canonical object; null when there is one. */
function objectWaits({ business_object, submission }: LifecycleRecord): string | null {
  if (business_object !== null) return null;
  return submission.submission_status === 'withdrawn' ? 'None: the request was withdrawn' : 'Not created yet';
}

/** A withdrawn or erased submission accepts no documents. */
function documentsOf({ submission }: LifecycleRecord): { submissionId: string; closed?: string } {
  const { submission_id: submissionId, submission_status, erased_at } = submission;
  if (erased_at !== null) return { submissionId, closed: 'The personal data of this request were erased.' };
  return submission_status === 'withdrawn' ? { submissionId, closed: 'The request was withdrawn.' } : { submissionId };
}

/** A closed case stays closed: reopening creates another submission, and each links to the other. */
function Reopenings({ row }: { row: LifecycleRecord }) {
  const before = row.submission.reopens_case_id;
  const after = row.operation_case?.reopened_as_case_id ?? null;
  return (
    <>
      {before !== null && (
        <Notice
          icon="link"
          title="This request reopens a closed case"
          action={<a href={pageOfCase(before)}>See the closed case</a>}
        >
          <p>
            It continues <code class="code">{shortId(before)}</code>.
          </p>
        </Notice>
      )}
      {after !== null && (
        <Notice icon="link" title="This case was reopened" action={<a href={pageOfCase(after)}>See the new case</a>}>
          <p>
            It continues as <code class="code">{shortId(after)}</code>; this case stays closed.
          </p>
        </Notice>
      )}
    </>
  );
}

/** All ids of one submission share a ULID, so a case id determines the submission id. */
const pageOfCase = (caseId: string): string =>
  hrefOf({ page: 'record', submissionId: caseId.replace(/^CASE-/, 'SUB-') });

function ParkedNotice() {
  const look = <a href={hrefOf({ page: 'dead-letters' })}>See the dead letters</a>;
  return (
    <Notice tone="bad" title="The processing of this request stopped" action={look}>
      <p>Its event could not be processed and is parked with its cause.</p>
    </Notice>
  );
}

function lifecycleLead(row: LifecycleRecord): string {
  if (row.submission.submission_status === 'withdrawn') return 'Withdrawn before it was processed.';
  const caseAfterMs = acceptToCaseMs(row);
  if (caseAfterMs === null) return 'Waiting for the sync worker to create its case.';
  return `From acceptance to its case in ${formatDuration(caseAfterMs)}.`;
}
