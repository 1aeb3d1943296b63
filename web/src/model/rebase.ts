// Edits that meet a change by somebody else: what the person typed stays, the rest follows, and what moved is named. Pure.

export interface Rebased<Draft> {
  readonly draft: Draft;
  /** Fields that the other changed, whether or not the person had changed them too. */
  readonly moved: readonly (keyof Draft)[];
}

/**
 * @param draft What is in the form
 * @param before What the form was opened with
 * @param now What it is now
 */
export function rebase<Draft extends Readonly<Record<string, string>>>(
  draft: Draft,
  before: Draft,
  now: Draft,
): Rebased<Draft> {
  const fields = Object.keys(now) as (keyof Draft)[];
  const entries = fields.map((field) => [field, draft[field] === before[field] ? now[field] : draft[field]] as const);
  return {
    draft: Object.fromEntries(entries) as unknown as Draft,
    moved: fields.filter((field) => before[field] !== now[field]),
  };
}
