// Loads the code of a page when it is first opened, so that the initial load stays small.
import { useSignal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { Loading, Notice } from '../components/states.tsx';

/** @param load Loads the code; it is called again after a failure and never after a success. */
export function lazyPage<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): FunctionComponent<Props> {
  let known: FunctionComponent<Props> | undefined;
  return function LazyPage(props) {
    const state = useSignal<'reading' | 'read' | 'failed'>(known === undefined ? 'reading' : 'read');
    const read = async () => {
      state.value = 'reading';
      const { activeElement: before } = document;
      try {
        known = await load();
        state.value = 'read';
        requestAnimationFrame(() => focusHeading(before));
      } catch {
        state.value = 'failed';
      }
    };
    useEffect(() => {
      if (known === undefined) void read();
    }, []);
    const Known = known;
    if (Known !== undefined) return <Known {...props} />;
    return state.value === 'failed' ? <NotRead onRetry={() => void read()} /> : <Loading what="the page" />;
  };
}

function NotRead({ onRetry }: { onRetry: () => void }) {
  return (
    <Notice
      tone="bad"
      title="This page could not be loaded"
      urgent
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      <p>The connection failed, or the console was updated meanwhile; then reloading the browser tab helps.</p>
    </Notice>
  );
}

/** Focuses the heading of the loaded page, unless the person has moved the focus meanwhile. */
function focusHeading(before: Element | null): void {
  const { activeElement, body } = document;
  // The link that led here keeps the focus while the page loads.
  if (activeElement === null || activeElement === body || activeElement === before) {
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }
}
