// Notice that another person changed the same item while it was open here.
import type { ComponentChildren } from 'preact';
import { Notice } from './states.tsx';

interface Props {
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
}

export const FasterNotice = ({ action, children }: Props) => (
  <Notice tone="warn" title="Somebody was faster" urgent action={action}>
    {children}
  </Notice>
);
