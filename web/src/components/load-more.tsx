// The end of a list that is read by cursor.
import { Button } from './button.tsx';

export interface LoadMoreProps {
  readonly shown: number;
  /** What is listed, in the plural. */
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
