// A titled section of a page.
import type { ComponentChildren } from 'preact';

export interface CardProps {
  /** Id that links the section to its heading. */
  readonly id: string;
  readonly title: string;
  readonly lead?: string;
  readonly aside?: ComponentChildren;
  /** Content extends to the edges, for tables. @default false */
  readonly flush?: boolean;
  readonly children: ComponentChildren;
}

export function Card({ id, title, lead, aside, flush = false, children }: CardProps) {
  return (
    <section class="card" aria-labelledby={`${id}-title`}>
      <div class="card__head">
        <div>
          <h2 class="card__title" id={`${id}-title`}>
            {title}
          </h2>
          {lead !== undefined && <p class="card__lead">{lead}</p>}
        </div>
        {aside}
      </div>
      <div class={flush ? 'card__body card__body--flush' : 'card__body'}>{children}</div>
    </section>
  );
}
