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

export function IdFact({ name, value }: { name: string; value: string | undefined }) {
  return (
    <Fact name={name}>
      {value === undefined ? (
        <span class="quiet">not yet</span>
      ) : (
        <Copyable value={value} what={`${name.toLowerCase()} id`} short />
      )}
    </Fact>
  );
}
