// Comments on the case, oldest first, with a field to add one.
import type { CaseWithHistory } from '../../../../shared/contracts/operations.ts';
import { createCasesApi } from '../../api/cases-api.ts';
import { lacking } from '../../auth/permission.ts';
import { Card } from '../../components/card.tsx';
import { CommentForm, CommentList } from '../../components/comments.tsx';
import { Shown } from '../../components/states.tsx';
import type { Live } from '../../state/live.ts';
import { useApi, useServices } from '../../state/services.ts';

export function CaseCommentsCard({ live }: { live: Live<CaseWithHistory> }) {
  const { session } = useServices();
  const api = useApi(createCasesApi);
  const missing = lacking(session.current.value?.role ?? 'viewer', 'case:comment');
  return (
    <Card id="case-comments" title="Case comments" lead="Comments of the people who work on the case.">
      <Shown of={live} what="case comments">
        {({ comments, operation_case_id }) => (
          <>
            <CommentList comments={comments} />
            {missing === null ? (
              <CommentForm
                id="case-comment"
                what="case comment"
                send={(text, key) => api.comment(operation_case_id, text, key)}
                onAdded={live.reload}
              />
            ) : (
              <p class="quiet">{missing}</p>
            )}
          </>
        )}
      </Shown>
    </Card>
  );
}
