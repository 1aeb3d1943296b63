// What each role may do in this console, and what to tell those who may not. The API checks again.

/** Ascending: each may do what those before it may. */
const ladder = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof ladder)[number];

/** The lowest role for each action of the console, and its words. */
export const actions = {
  'submission:create': { lowest: 'operator', words: 'submit requests' },
  'submission:edit': { lowest: 'operator', words: 'edit or withdraw submissions' },
  'submission:edit-any': { lowest: 'approver', words: 'edit or withdraw what somebody else submitted' },
  'submission:comment': { lowest: 'operator', words: 'comment on submissions' },
  'document:download': { lowest: 'operator', words: 'open documents' },
  'document:upload': { lowest: 'operator', words: 'upload documents' },
  'document:replace-any': { lowest: 'approver', words: 'replace what somebody else uploaded' },
  'document:delete': { lowest: 'operator', words: 'delete documents' },
  'document:delete-any': { lowest: 'approver', words: 'delete what somebody else uploaded' },
  'submission:export': { lowest: 'operator', words: 'export submissions' },
  'personal-data:read': { lowest: 'operator', words: 'search personal data' },
  'case:change-status': { lowest: 'operator', words: 'change the status of a case' },
  'case:change': { lowest: 'operator', words: 'change who works on a case and by when' },
  'case:comment': { lowest: 'operator', words: 'comment on cases' },
  'case:reopen': { lowest: 'operator', words: 'reopen cases' },
  'case:export': { lowest: 'operator', words: 'export cases' },
  'dead-letter:decide': { lowest: 'operator', words: 'decide about dead letters' },
  'reference:change': { lowest: 'admin', words: 'change reference data' },
  'requester:erase': { lowest: 'admin', words: 'erase personal data' },
} as const satisfies Record<string, { readonly lowest: Role; readonly words: string }>;
export type Action = keyof typeof actions;

/** Why `role` may not do `action`; null when it may. */
export function lacking(role: Role, action: Action): string | null {
  const { lowest, words } = actions[action];
  if (ladder.indexOf(role) >= ladder.indexOf(lowest)) return null;
  return `Your role, ${role}, cannot ${words}; the role ${lowest} can.`;
}

/** The highest known role among `names`; null when there is none. */
export function highestRole(names: readonly unknown[]): Role | null {
  return ladder.findLast((role) => names.includes(role)) ?? null;
}
