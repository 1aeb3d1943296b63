// The lifecycle of a submission: its stages with times and durations, in full or as a track of dots.
import type { Stage, StageState } from '../model/stages.ts';
import { formatDuration } from '../model/time.ts';
import { Copyable } from './copyable.tsx';
import { Icon, type IconName } from './icon.tsx';
import { Instant, TimeOfDay } from './instant.tsx';
import { StatusBadge } from './status-badge.tsx';

const stateIcons: Readonly<Record<StageState, IconName>> = {
  done: 'check',
  active: 'refresh',
  waiting: 'clock',
  failed: 'alert',
  skipped: 'minus',
};
const stateWords: Readonly<Record<StageState, string>> = {
  done: 'done',
  active: 'under way',
  waiting: 'not reached',
  failed: 'stopped',
  skipped: 'none',
};

export function Stages({ stages }: { stages: readonly Stage[] }) {
  return (
    <ol class="stages" aria-label="Lifecycle stages">
      {stages.map((stage) => (
        <li key={stage.key} class={`stage stage--${stage.state}`}>
          <span class="stage__mark">
            <Icon name={stateIcons[stage.state]} />
          </span>
          {stage.sincePreviousMs !== null && (
            <span class="stage__gap">
              <span class="visually-hidden">after </span>+{formatDuration(stage.sincePreviousMs)}
            </span>
          )}
          <div class="stage__body">
            <h3 class="stage__title">
              {stage.title}
              <span class="visually-hidden">: {stateWords[stage.state]}</span>
            </h3>
            {stage.status !== null && <StatusBadge status={stage.status} />}
            {stage.note !== '' && <p class="stage__note">{stage.note}</p>}
            {stage.since !== null && (
              <p class="stage__time">
                since <Instant at={stage.since} />
              </p>
            )}
            {stage.at !== null && (
              <p class="stage__time">
                {stage.since !== null && 'made '}
                <TimeOfDay at={stage.at} />
              </p>
            )}
            {stage.id !== null && <Copyable value={stage.id} what={`${stage.title.toLowerCase()} id`} short />}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** The track of dots, for a row of a list. */
export function StageTrack({ stages }: { stages: readonly Stage[] }) {
  const done = stages.filter((stage) => stage.state === 'done').length;
  const stopped = stages.some((stage) => stage.state === 'failed');
  return (
    <span class="track">
      <span class="visually-hidden">
        {done} of {stages.length} stages done{stopped ? ', stopped' : ''}
      </span>
      {stages.map((stage) => (
        <span key={stage.key} class={`track__dot track__dot--${stage.state}`} aria-hidden="true" title={stage.title} />
      ))}
    </span>
  );
}
