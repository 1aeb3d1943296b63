// The end of a cursor-paged list, with a button for the next page.
import { Button } from './button.tsx';

export interface LoadMoreProps {
  readonly shown: number;
  /** Listed items, in the plural. */
  readonly what: string;
  readonly more: boolean;
  readonly busy: boolean;
  readonly onMore: () => void;
}

export function LoadMore({ shown, what, more, busy, onMore }: LoadMoreProps) {
  return (
    <div class="load-more">
      <p role="status">
        {more ? 'The newest ' : 'All '}
        {shown} {what}
      </p>
      {more && (
        <Button onClick={onMore} busy={busy}>
          Show older
        </Button>
      )}
    </div>
  );
}
