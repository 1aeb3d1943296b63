// Cases by status as a bar with a legend; the legend has the numbers, so the bar is decorative.
import type { Overview } from '../../../shared/contracts/dashboard.ts';
import { caseStatuses } from '../../../shared/contracts/values/cases.ts';
import { formatCount, statusLabel } from '../model/labels.ts';

const width = 1000;

export function OutcomeBar({ cases }: { cases: Overview['totals']['cases'] }) {
  const total = caseStatuses.reduce((sum, status) => sum + cases[status], 0);
  let x = 0;
  const parts = caseStatuses.map((status) => {
    const share = total === 0 ? 0 : (cases[status] / total) * width;
    const part = { status, x, share };
    x += share;
    return part;
  });
  return (
    <div class="outcomes">
      <svg class="outcomes__bar" viewBox={`0 0 ${width} 10`} preserveAspectRatio="none" aria-hidden="true">
        <rect class="outcomes__ground" width={width} height="10" />
        {parts.map(({ status, x: left, share }) => (
          <rect key={status} class={`outcomes__part outcomes__part--${status}`} x={left} width={share} height="10" />
        ))}
      </svg>
      <ul class="outcomes__legend">
        {caseStatuses.map((status) => (
          <li key={status}>
            <span class={`outcomes__key outcomes__key--${status}`} aria-hidden="true" />
            {statusLabel(status)} <strong>{formatCount(cases[status])}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
