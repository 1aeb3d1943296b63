// The schema role legend: the eight boundaries with their purpose and their data.
import { boundaries } from '../model/boundaries.ts';

/** @param brief One line per boundary, for a side column. @default false */
export function BoundaryLegend({ brief = false }: { brief?: boolean }) {
  return (
    <dl class={`boundaries ${brief ? 'boundaries--brief' : ''}`}>
      {boundaries.map(({ name, role, text, short, holds }) => (
        <div key={name} class={`boundary boundary--${name}`}>
          <dt class="boundary__head">
            <code class="code">{name}</code>
            <span class="boundary__role">{role}</span>
          </dt>
          <dd class="boundary__text">{brief ? short : text}</dd>
          {!brief && <dd class="boundary__holds">Keeps: {holds.charAt(0).toLowerCase() + holds.slice(1)}</dd>}
        </div>
      ))}
    </dl>
  );
}
