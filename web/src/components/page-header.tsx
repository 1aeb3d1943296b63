// The header of a page: its title, which is also the document's, its lead and its freshness.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatAgo } from '../model/time.ts';
import { nowMs } from '../state/clock.ts';
import type { Live } from '../state/live.ts';

export interface PageHeaderProps {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly aside?: ComponentChildren;
}

export function PageHeader({ title, lead, aside }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Integration Hub`;
  }, [title]);
  return (
    <div class="page-header">
      <div>
        <h1 tabIndex={-1}>{title}</h1>
        {lead !== undefined && <p class="page-header__lead">{lead}</p>}
      </div>
      {aside !== undefined && <div class="page-header__aside">{aside}</div>}
    </div>
  );
}

/** Shows that the page refreshes itself, and its last refresh. */
export function Freshness({ of: live }: { of: Live<unknown> }) {
  if (live.checkedAtMs === null) return null;
  const stale = live.problem !== null;
  const checked = formatAgo(new Date(live.checkedAtMs).toISOString(), Math.max(nowMs.value, live.checkedAtMs));
  return (
    <p class={`freshness ${stale ? 'freshness--stale' : ''}`}>
      <span class="freshness__dot" aria-hidden="true" />
      {stale ? 'Reconnecting' : 'Live'} · checked {checked}
    </p>
  );
}
