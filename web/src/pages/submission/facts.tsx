// Names and values in rows.
import type { ComponentChildren } from 'preact';
import { Copyable } from '../../components/copyable.tsx';

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface IdFactProps {
  readonly name: string;
  readonly value: string | undefined;
  /** Text for a missing value. @default 'not yet' */
  readonly missing?: string;
}

export function IdFact({ name, value, missing = 'not yet' }: IdFactProps) {
  return (
    <Fact name={name}>
      {value === undefined ? (
        <span class="quiet">{missing}</span>
      ) : (
        <Copyable value={value} what={`${name.toLowerCase()} id`} short />
      )}
    </Fact>
  );
}
