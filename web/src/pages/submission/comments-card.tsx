// Comments on the submission, oldest first, with a field to add one.
import type { Comment } from '../../../../shared/contracts/comment.ts';
import type { Page } from '../../../../shared/contracts/page.ts';
import { lacking } from '../../auth/permission.ts';
import { Card } from '../../components/card.tsx';
import { CommentForm, CommentList } from '../../components/comments.tsx';
import { Shown } from '../../components/states.tsx';
import type { Live } from '../../state/live.ts';
import { useServices } from '../../state/services.ts';

interface CommentsProps {
  readonly submissionId: string;
  readonly live: Live<Page<Comment>>;
}

export function CommentsCard({ submissionId, live }: CommentsProps) {
  const { api, session } = useServices();
  const refusal = lacking(session.current.value?.role ?? 'viewer', 'submission:comment');
  return (
    <Card id="comments" title="Comments" lead="On the request itself.">
      <Shown of={live} what="comments">
        {({ data }) => <CommentList comments={data} />}
      </Shown>
      {refusal === null ? (
        <CommentForm
          id="comment-text"
          what="comment"
          send={(text, key) => api.addComment(submissionId, text, key)}
          onAdded={live.reload}
        />
      ) : (
        <p class="quiet">{refusal}</p>
      )}
    </Card>
  );
}
