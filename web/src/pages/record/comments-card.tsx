// What people say about the request, oldest first, and a field to say more.
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Comment } from '../../../../shared/contracts/comment.ts';
import type { Page } from '../../../../shared/contracts/page.ts';
import { createKeyring } from '../../api/idempotency-key.ts';
import type { Problem } from '../../api/problem.ts';
import { lacking } from '../../auth/permission.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { TextArea } from '../../components/field.tsx';
import { Ago } from '../../components/instant.tsx';
import { ProblemNotice, Shown } from '../../components/states.tsx';
import { UserText } from '../../components/user-text.tsx';
import { commentProblem } from '../../model/reason.ts';
import type { Live } from '../../state/live.ts';
import { useServices } from '../../state/services.ts';

interface CommentsProps {
  readonly submissionId: string;
  readonly live: Live<Page<Comment>>;
}

export function CommentsCard({ submissionId, live }: CommentsProps) {
  const { session } = useServices();
  const refusal = lacking(session.current.value?.role ?? 'viewer', 'submission:comment');
  return (
    <Card id="comments" title="Comments" lead="On the request itself.">
      <Shown of={live} what="comments">
        {({ data }) => <CommentList comments={data} />}
      </Shown>
      {refusal === null ? <CommentForm submissionId={submissionId} live={live} /> : <p class="quiet">{refusal}</p>}
    </Card>
  );
}

function CommentList({ comments }: { comments: readonly Comment[] }) {
  if (comments.length === 0) return <p class="quiet">Nobody has said anything yet.</p>;
  return (
    <ol class="comments">
      {comments
        .toSorted((a, b) => (a.comment_id < b.comment_id ? -1 : 1))
        .map((comment) => (
          <li key={comment.comment_id} class="comment">
            <p class="comment__head">
              <span class="strong">{comment.created_by}</span> <Ago at={comment.created_at} />
            </p>
            <UserText text={comment.text} />
          </li>
        ))}
    </ol>
  );
}

function CommentForm({ submissionId, live }: CommentsProps) {
  const { api, flash } = useServices();
  const keyring = useMemo(() => createKeyring(), []);
  const text = useSignal('');
  const message = useSignal<string | undefined>(undefined);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);

  const send = async () => {
    const trimmed = text.value.trim();
    message.value = commentProblem(trimmed) ?? undefined;
    if (message.value !== undefined) return;
    busy.value = true;
    const result = await api.addComment(submissionId, trimmed, keyring.keyFor(trimmed));
    busy.value = false;
    problem.value = result.ok ? null : result.problem;
    if (!result.ok) return;
    keyring.done();
    text.value = '';
    flash.say('The comment was added.');
    live.reload();
  };
  return (
    <form
      class="comment-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy.value) void send();
      }}
    >
      <TextArea
        id="comment-text"
        label="Add a comment"
        rows={2}
        value={text.value}
        message={message.value}
        onInput={(value) => {
          text.value = value;
          message.value = undefined;
        }}
      />
      {problem.value !== null && <ProblemNotice problem={problem.value} />}
      <Button type="submit" busy={busy.value}>
        Add comment
      </Button>
    </form>
  );
}
