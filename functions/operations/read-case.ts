// Reads one case with its history and comments. Free text may name people, so it is withheld from callers who may not
// read personal data.
import type { CaseWithHistory } from '../../shared/contracts/operations.ts';
import { withheldComment, withheldText } from '../../shared/core/personal-data/mask-personal-data.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { CaseStore } from '../../shared/table/operations/case-store.ts';

export interface ReadCaseDeps {
  readonly cases: Pick<CaseStore, 'withHistory'>;
}

export async function readCase(
  input: { readonly caseId: string; readonly unmasked: boolean },
  deps: ReadCaseDeps,
): Promise<CaseWithHistory> {
  const page = found(await deps.cases.withHistory(input.caseId), 'case', input.caseId);
  if (input.unmasked) return page;
  return {
    ...page,
    history: page.history.map((entry) => ({ ...entry, change_reason: withheldText })),
    comments: page.comments.map(withheldComment),
  };
}
