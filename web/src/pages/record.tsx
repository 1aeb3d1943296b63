// One record: its way through the boundaries, what may be done with its case, and everything that was written about it.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LifecycleRecord } from '../../../shared/contracts/dashboard.ts';
import type { Problem } from '../api/problem.ts';
import { hrefOf } from '../app/router.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Copyable } from '../components/copyable.tsx';
import { Freshness, PageHeader } from '../components/page-header.tsx';
import { Stages } from '../components/stages.tsx';
import { Empty, Notice, Shown } from '../components/states.tsx';
import { codeLabel } from '../model/labels.ts';
import { acceptToCaseMs, isSettled, stagesOf } from '../model/stages.ts';
import type { ReferenceLists } from '../model/submission-form.ts';
import { formatDuration, timeZone } from '../model/time.ts';
import { type Live, useLive } from '../state/live.ts';
import { useServices } from '../state/services.ts';
import { EventsCard, HistoryCard, SyncLogsCard } from './record/audit.tsx';
import { LineageCard } from './record/lineage.tsx';
import { IdentifiersCard, RequestCard } from './record/request-card.tsx';
import { WorkflowPanel } from './record/workflow-panel.tsx';

const pendingMs = 1000;
const restingMs = 10_000;

export function RecordPage({ submissionId }: { submissionId: string }) {
  const { api, reference } = useServices();
  /** The case version that a change made here led to; the read model is behind until it shows it. */
  const expected = useSignal(0);
  const isPending = (value: LifecycleRecord | undefined) =>
    value === undefined || !isSettled(value) || (value.operation_case?.version ?? 0) < expected.value;
  const record = useLive({
    key: submissionId,
    load: (signal) => api.record(submissionId, signal),
    everyMs: (value) => (isPending(value) ? pendingMs : restingMs),
  });
  return (
    <>
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href={hrefOf({ page: 'records' })}>Submissions</a>
      </nav>
      <PageHeader
        title={titleOf(record.value, reference.value)}
        lead={<Copyable value={submissionId} what="submission id" />}
        aside={<Freshness of={record} />}
      />
      {record.value === undefined && isMissing(record.problem) ? (
        <NotVisible never={record.problem?.status === 400} onRetry={record.reload} />
      ) : (
        <Shown of={record} what="the record">
          {(value) => (
            <RecordBody
              record={value}
              pending={isPending(value)}
              onChanged={(version) => {
                expected.value = version;
                record.reload();
              }}
            />
          )}
        </Shown>
      )}
    </>
  );
}

/** The id is all that this page asks with, so a refused request (400) means that the id can be nobody's. */
const isMissing = (problem: Problem | null): boolean => problem?.status === 404 || problem?.status === 400;

/** The read model follows a little behind, so a record that was just accepted may not be there yet. */
function NotVisible({ never, onRetry }: { never: boolean; onRetry: () => void }) {
  const list = <a href={hrefOf({ page: 'records' })}>See all submissions</a>;
  if (never) {
    return (
      <Empty icon="alert" title="There is no such record">
        <p>What the address names is not the id of a submission.</p>
        <p>{list}</p>
      </Empty>
    );
  }
  return (
    <Empty icon="clock" title="No such record, or not yet">
      <p>A record appears moments after its request is accepted. This page looks again by itself.</p>
      <p>
        <Button onClick={onRetry}>Look now</Button>
      </p>
      <p>{list}</p>
    </Empty>
  );
}

function titleOf(record: LifecycleRecord | undefined, reference: ReferenceLists | undefined): string {
  return record === undefined ? 'Submission' : codeLabel(reference?.request_types, record.submission.request_type);
}

interface BodyProps {
  readonly record: LifecycleRecord;
  readonly pending: boolean;
  readonly onChanged: (version: number) => void;
}

function RecordBody({ record, pending, onChanged }: BodyProps) {
  const audit = useAudit(record, pending);
  return (
    <>
      {record.event.event_status === 'dead_lettered' && <ParkedNotice />}
      <Card id="stages" title="Lifecycle" lead={`${lifecycleLead(record)} Times are in ${timeZone()}.`}>
        <Stages stages={stagesOf(record, audit.object.value?.created_at)} />
      </Card>
      <div class="columns">
        <div class="columns__side">
          <WorkflowPanel live={audit.operationCase} pending={pending} onChanged={onChanged} />
          <RequestCard record={record} />
          <IdentifiersCard record={record} />
        </div>
        <div class="columns__main">
          <HistoryCard live={audit.operationCase} waiting={record.operation_case === null} />
          <EventsCard live={audit.events} />
          <SyncLogsCard live={audit.syncLogs} />
          <LineageCard live={audit.lineage} waiting={record.business_object === null} />
        </div>
      </div>
    </>
  );
}

function ParkedNotice() {
  const look = <a href={hrefOf({ page: 'dead-letters' })}>See the dead letters</a>;
  return (
    <Notice tone="bad" title="This record stopped on its way" action={look}>
      <p>Its event could not be processed and is parked with its cause.</p>
    </Notice>
  );
}

function lifecycleLead(record: LifecycleRecord): string {
  const caseAfterMs = acceptToCaseMs(record);
  if (caseAfterMs === null) return 'Waiting for the sync worker to make its case.';
  return `From acceptance to its case in ${formatDuration(caseAfterMs)}.`;
}

/** What other boundaries know of the record, read again whenever the record moves. */
function useAudit(record: LifecycleRecord, pending: boolean) {
  const { api } = useServices();
  const caseId = record.operation_case?.operation_case_id ?? null;
  const objectId = record.business_object?.business_object_id ?? null;
  const correlationId = record.submission.correlation_id;
  const everyMs = () => (pending ? pendingMs : restingMs);
  const audit = {
    operationCase: useLive({ key: caseId, load: (signal) => api.caseOf(caseId ?? '', signal), everyMs }),
    events: useLive({ key: correlationId, load: (signal) => api.events(correlationId, signal), everyMs }),
    syncLogs: useLive({ key: correlationId, load: (signal) => api.syncLogs(correlationId, signal), everyMs }),
    object: useLive({ key: objectId, load: (signal) => api.businessObject(objectId ?? '', signal), everyMs }),
    lineage: useLive({ key: objectId, load: (signal) => api.lineage(objectId ?? '', signal), everyMs: () => 60_000 }),
  };
  const revision = [
    record.event.event_status,
    record.operation_case?.version,
    record.business_object?.case_version,
  ].join();
  useEffect(() => {
    const parts: readonly Live<unknown>[] = [audit.operationCase, audit.events, audit.syncLogs, audit.object];
    for (const part of parts) if (part.checkedAtMs !== null) part.reload();
  }, [revision]);
  return audit;
}
