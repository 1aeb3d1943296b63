// Rebases a form on a concurrent change: it keeps the person's input, updates other fields, and lists changed ones.
// Pure.

export interface Rebased<Draft> {
  readonly draft: Draft;
  /** Fields that the concurrent change modified, including those that the person edited. */
  readonly moved: readonly (keyof Draft)[];
}

/**
 * @param draft Current input
 * @param before State when the form was opened
 * @param now Current state
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
