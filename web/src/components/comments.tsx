// Comments on a submission or a case, oldest first, with a form to add one.
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Comment } from '../../../shared/contracts/comment.ts';
import { createKeyring } from '../api/idempotency-key.ts';
import type { Problem } from '../api/problem.ts';
import { commentProblem } from '../model/reason.ts';
import { useServices } from '../state/services.ts';
import { Button } from './button.tsx';
import { TextArea } from './field.tsx';
import { focusFirstMistake } from './first-mistake.ts';
import { Ago } from './instant.tsx';
import { ProblemNotice } from './states.tsx';
import { UserText } from './user-text.tsx';

/** Comment ids begin with their time, so they sort by it. */
export function CommentList({ comments }: { comments: readonly Comment[] }) {
  if (comments.length === 0) return <p class="quiet">There are no comments yet.</p>;
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

interface CommentFormProps {
  readonly id: string;
  /** Kind of comment for label and button: `comment`, `case comment`. */
  readonly what: string;
  readonly send: (
    text: string,
    key: string,
  ) => Promise<{ readonly ok: true } | { readonly ok: false; readonly problem: Problem }>;
  readonly onAdded: () => void;
}

export function CommentForm({ id, what, send, onAdded }: CommentFormProps) {
  const { flash } = useServices();
  const keyring = useMemo(() => createKeyring(), []);
  const text = useSignal('');
  const message = useSignal<string | undefined>(undefined);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);

  const submit = async () => {
    const trimmed = text.value.trim();
    message.value = commentProblem(trimmed) ?? undefined;
    if (message.value !== undefined || busy.value) return;
    busy.value = true;
    const result = await send(trimmed, keyring.keyFor(trimmed));
    busy.value = false;
    problem.value = result.ok ? null : result.problem;
    if (!result.ok) return;
    keyring.done();
    text.value = '';
    flash.say('The comment was added.');
    onAdded();
  };
  return (
    <form
      class="comment-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
        focusFirstMistake(event.currentTarget);
      }}
    >
      <TextArea
        id={id}
        label={`Add a ${what}`}
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
        Add {what}
      </Button>
    </form>
  );
}
