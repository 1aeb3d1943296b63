// The overview: alerts, counts and the newest submissions, refreshed automatically.
import type { Overview } from '../../../shared/contracts/dashboard.ts';
import { hrefOf } from '../app/router.ts';
import { BoundaryLegend } from '../components/boundary-legend.tsx';
import { Card } from '../components/card.tsx';
import { Ago } from '../components/instant.tsx';
import { Freshness, PageHeader } from '../components/page-header.tsx';
import { Empty, Notice, Shown } from '../components/states.tsx';
import { formatCount } from '../model/labels.ts';
import { isSettled } from '../model/stages.ts';
import { useLive } from '../state/live.ts';
import { useServices } from '../state/services.ts';
import { OutcomeBar } from './outcome-bar.tsx';
import { ActivityCard } from './overview/activity-card.tsx';
import { SubmissionTable } from './submission-table.tsx';

/** Number of newest submissions here; the list page has all. */
const shownRecent = 10;

export function OverviewPage() {
  const { api } = useServices();
  const overview = useLive({
    key: 'overview',
    load: api.overview,
    everyMs: (value) => (value?.recent.every(isSettled) === false ? 1500 : 5000),
  });
  return (
    <>
      <PageHeader
        title="Overview"
        lead="Requests from intake to the canonical object."
        aside={<Freshness of={overview} />}
      />
      <Shown of={overview} what="the overview">
        {(value) => (
          <>
            <Attention overview={value} />
            <Figures totals={value.totals} />
            <div class="overview-top">
              <div class="overview-top__main">
                <ActivityCard />
                <Card id="outcomes" title="Cases by status">
                  <OutcomeBar cases={value.totals.cases} />
                </Card>
              </div>
              <Card
                id="legend"
                title="Schema roles"
                lead="The purpose of each boundary."
                aside={<a href={hrefOf({ page: 'guide' })}>How it works</a>}
              >
                <BoundaryLegend brief />
              </Card>
            </div>
            <Recent overview={value} />
          </>
        )}
      </Shown>
    </>
  );
}

function Attention({ overview }: { overview: Overview }) {
  const { totals, oldest_pending_event_at: oldest } = overview;
  const { dead_lettered } = totals.events;
  const { overdue_cases: overdue } = totals;
  if (!overview.attention_needed) return null;
  return (
    <Notice tone="warn" title="Something needs your attention">
      <ul class="attention">
        {overdue > 0 && (
          <li>
            {overdue === 1 ? 'A case is past its due date.' : `${formatCount(overdue)} cases are past their due date.`}{' '}
            <a href={hrefOf({ page: 'records', query: 'overdue=true' })}>See the overdue cases</a>
          </li>
        )}
        {dead_lettered > 0 && (
          <li>
            {dead_lettered === 1
              ? 'A message could not be processed and is parked.'
              : `${formatCount(dead_lettered)} messages could not be processed and are parked.`}{' '}
            <a href={hrefOf({ page: 'dead-letters' })}>See the dead letters</a>
          </li>
        )}
        {oldest !== null && (
          <li>
            The oldest pending event was written <Ago at={oldest} />.
          </li>
        )}
      </ul>
    </Notice>
  );
}

function Figures({ totals }: { totals: Overview['totals'] }) {
  const { cases, events, overdue_cases } = totals;
  const atWork = cases.open + cases.in_progress;
  const done = cases.completed + cases.rejected;
  return (
    <dl class="figures">
      <Figure
        name="Submissions"
        value={totals.submissions}
        note="received in total"
        href={hrefOf({ page: 'records' })}
      />
      <Figure
        name="Cases at work"
        value={atWork}
        note={`${formatCount(cases.open)} open, ${formatCount(cases.in_progress)} in progress`}
        href={hrefOf({ page: 'records', query: 'status=open,in_progress' })}
      />
      <Figure
        name="Cases closed"
        value={done}
        note={`${formatCount(cases.completed)} completed, ${formatCount(cases.rejected)} rejected`}
        href={hrefOf({ page: 'records', query: 'status=completed,rejected' })}
      />
      <Figure
        name="Overdue"
        value={overdue_cases}
        note="not closed in time"
        href={hrefOf({ page: 'records', query: 'overdue=true' })}
        bad={overdue_cases > 0}
      />
      <Figure name="Pending events" value={events.pending} note="not processed yet" />
      <Figure
        name="Dead letters"
        value={events.dead_lettered}
        note="wait for an operator"
        href={hrefOf({ page: 'dead-letters' })}
        bad={events.dead_lettered > 0}
      />
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: number;
  readonly note: string;
  readonly href?: string;
  readonly bad?: boolean;
}

function Figure({ name, value, note, href, bad = false }: FigureProps) {
  return (
    <div class={`figure ${bad ? 'figure--bad' : ''}`}>
      <dt class="figure__name">{href === undefined ? name : <a href={href}>{name}</a>}</dt>
      <dd class="figure__value">{formatCount(value)}</dd>
      <dd class="figure__note">{note}</dd>
    </div>
  );
}

function Recent({ overview }: { overview: Overview }) {
  const all = <a href={hrefOf({ page: 'records' })}>All submissions</a>;
  return (
    <Card id="recent" title="Newest submissions" aside={overview.recent.length > 0 ? all : undefined} flush>
      {overview.recent.length === 0 ? (
        <Empty icon="list" title="No submissions yet">
          <p>
            <a href={hrefOf({ page: 'submit' })}>Enter the first request</a> and watch its progress.
          </p>
        </Empty>
      ) : (
        <SubmissionTable caption="Newest submissions" rows={overview.recent.slice(0, shownRecent)} />
      )}
    </Card>
  );
}
