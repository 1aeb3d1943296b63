// Placeholders for loading, empty and failed states.
import type { ComponentChildren } from 'preact';
import type { Problem } from '../api/problem.ts';
import { sentence } from '../model/reason.ts';
import { refusedFields } from '../model/refused-fields.ts';
import type { Live } from '../state/live.ts';
import { Button } from './button.tsx';
import { Copyable } from './copyable.tsx';
import { Icon, type IconName } from './icon.tsx';

/** Skeleton lines of the expected content. */
export function Loading({ what, lines = 4 }: { what: string; lines?: number }) {
  return (
    <div class="loading" role="status">
      <span class="visually-hidden">Loading {what}…</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class="loading__line" aria-hidden="true" />
      ))}
    </div>
  );
}

export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={icon} class="empty__icon" />
      <p class="empty__title">{title}</p>
      {children !== undefined && <div class="empty__text">{children}</div>}
    </div>
  );
}

export interface NoticeProps {
  /** @default 'info' */
  readonly tone?: 'info' | 'warn' | 'bad' | 'good';
  /** @default the icon of the tone; a lock for 'info' */
  readonly icon?: IconName;
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly action?: ComponentChildren;
  /** Announced at once by assistive technology. @default false */
  readonly urgent?: boolean;
}

const noticeIcons = { info: 'lock', warn: 'alert', bad: 'alert', good: 'check' } as const;

export function Notice({ tone = 'info', icon, title, children, action, urgent = false }: NoticeProps) {
  return (
    <div class={`notice notice--${tone}`} role={urgent ? 'alert' : undefined}>
      <Icon name={icon ?? noticeIcons[tone]} class="notice__icon" />
      <div class="notice__body">
        <p class="notice__title">{title}</p>
        {children !== undefined && <div class="notice__text">{children}</div>}
      </div>
      {action !== undefined && <div class="notice__action">{action}</div>}
    </div>
  );
}

/** A problem in full: message, invalid fields, code and the trace id for support. */
export function ProblemNotice({ problem, onRetry }: { problem: Problem; onRetry?: (() => void) | undefined }) {
  const retry = onRetry === undefined ? undefined : <Button onClick={onRetry}>Try again</Button>;
  const fields = refusedFields(problem);
  return (
    <Notice tone="bad" title={problem.title} urgent action={retry}>
      {problem.detail !== '' && <p>{sentence(problem.detail)}</p>}
      {fields.length > 0 && (
        <ul class="notice__fields">
          {fields.map(({ field, detail }, index) => (
            <li key={index}>{field === '' ? sentence(detail) : `${field}: ${detail}`}</li>
          ))}
        </ul>
      )}
      <p class="notice__facts">
        <code class="code">{problem.code}</code>
        {problem.traceId !== null && (
          <span>
            Trace <Copyable value={problem.traceId} what="trace id" />
          </span>
        )}
      </p>
    </Notice>
  );
}

export interface ShownProps<T> {
  readonly of: Live<T>;
  /** For "Loading …". */
  readonly what: string;
  readonly children: (value: T) => ComponentChildren;
}

/** Shows loading, the problem, or the value; a stale value stays visible with a notice. */
export function Shown<T>({ of: live, what, children }: ShownProps<T>) {
  if (live.value === undefined) {
    if (live.problem === null) return <Loading what={what} />;
    return <ProblemNotice problem={live.problem} onRetry={live.reload} />;
  }
  return (
    <>
      {live.problem !== null && (
        <Notice tone="warn" title="This may be out of date" action={<Button onClick={live.reload}>Try again</Button>}>
          <p>{live.problem.title}. It is tried again by itself.</p>
        </Notice>
      )}
      {children(live.value)}
    </>
  );
}
