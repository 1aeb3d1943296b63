// What those who work on the case say about it, oldest first, and a field to say more.
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { CaseWithHistory } from '../../../../shared/contracts/operations.ts';
import { createCasesApi } from '../../api/cases-api.ts';
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
import { useApi, useServices } from '../../state/services.ts';

export function CaseCommentsCard({ live }: { live: Live<CaseWithHistory> }) {
  const { session } = useServices();
  const missing = lacking(session.current.value?.role ?? 'viewer', 'case:comment');
  return (
    <Card id="case-comments" title="Case comments" lead="Between those who work on the case.">
      <Shown of={live} what="case comments">
        {({ comments, operation_case_id }) => (
          <>
            <CommentList comments={comments} />
            {missing === null ? (
              <CommentForm caseId={operation_case_id} onAdded={live.reload} />
            ) : (
              <p class="quiet">{missing}</p>
            )}
          </>
        )}
      </Shown>
    </Card>
  );
}

function CommentList({ comments }: { comments: CaseWithHistory['comments'] }) {
  if (comments.length === 0) return <p class="quiet">Nobody has said anything yet.</p>;
  return (
    <ol class="comments">
      {comments.map((comment) => (
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

function CommentForm({ caseId, onAdded }: { caseId: string; onAdded: () => void }) {
  const { flash } = useServices();
  const api = useApi(createCasesApi);
  const keyring = useMemo(() => createKeyring(), []);
  const text = useSignal('');
  const message = useSignal<string | undefined>(undefined);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const send = async () => {
    message.value = commentProblem(text.value) ?? undefined;
    if (message.value !== undefined || busy.value) return;
    const trimmed = text.value.trim();
    busy.value = true;
    const result = await api.comment(caseId, trimmed, keyring.keyFor(trimmed));
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
        void send();
      }}
    >
      <TextArea
        id="case-comment"
        label="Add a case comment"
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
        Add case comment
      </Button>
    </form>
  );
}
