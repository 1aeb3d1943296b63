// The only table of role × permission. A route and an action of the console name a permission, never a role.

/** Ascending: each role holds all permissions of the roles before it. */
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

interface Holding {
  /** The lowest role that holds the permission. */
  readonly lowest: Role;
  /** The allowed action, worded to follow "your role cannot". */
  readonly words: string;
}

export const permissions = {
  'submission:read': { lowest: 'viewer', words: 'read submissions' },
  'submission:create': { lowest: 'operator', words: 'submit requests' },
  'submission:comment': { lowest: 'operator', words: 'comment on submissions' },
  /** Edit and withdraw one's own submissions; `submission:edit-any` covers those of other people. */
  'submission:edit': { lowest: 'operator', words: 'edit or withdraw submissions' },
  'submission:edit-any': { lowest: 'approver', words: 'edit or withdraw submissions of other people' },
  'submission:export': { lowest: 'operator', words: 'export submissions' },
  'requester:erase': { lowest: 'admin', words: 'erase personal data' },
  'document:read': { lowest: 'viewer', words: 'read the list of documents' },
  /** Download and preview; the bytes may hold personal data. */
  'document:download': { lowest: 'operator', words: 'open documents' },
  /** Declare documents, and new versions of one's own; `document:replace-any` covers those of other people. */
  'document:upload': { lowest: 'operator', words: 'upload documents' },
  'document:replace-any': { lowest: 'approver', words: 'replace documents of other people' },
  /** Delete one's own documents; `document:delete-any` covers those of other people. */
  'document:delete': { lowest: 'operator', words: 'delete documents' },
  'document:delete-any': { lowest: 'approver', words: 'delete documents of other people' },
  'service-request:read': { lowest: 'viewer', words: 'read service requests' },
  'case:read': { lowest: 'viewer', words: 'read cases' },
  'case:change-status': { lowest: 'operator', words: 'change the status of a case' },
  'case:change': { lowest: 'operator', words: 'change who works on a case and by when' },
  'case:comment': { lowest: 'operator', words: 'comment on cases' },
  'case:reopen': { lowest: 'operator', words: 'reopen cases' },
  'case:export': { lowest: 'operator', words: 'export cases' },
  'event:read': { lowest: 'viewer', words: 'read events' },
  'dead-letter:read': { lowest: 'viewer', words: 'read dead letters' },
  'dead-letter:decide': { lowest: 'operator', words: 'decide about dead letters' },
  'canonical:read': { lowest: 'viewer', words: 'read canonical objects' },
  'dashboard:read': { lowest: 'viewer', words: 'read the dashboard' },
  'reference:read': { lowest: 'viewer', words: 'read reference data' },
  'reference:change': { lowest: 'admin', words: 'change reference data' },
  'personal-data:read': { lowest: 'operator', words: 'search personal data' },
  'job:run': { lowest: 'operator', words: 'run jobs' },
  'demo:reset': { lowest: 'admin', words: 'reset the demonstration' },
} as const satisfies Record<string, Holding>;
export type Permission = keyof typeof permissions;

/** Returns true when `role` holds `permission`. */
export function holds(role: Role, permission: Permission): boolean {
  return roles.indexOf(role) >= roles.indexOf(permissions[permission].lowest);
}

/** The highest known role among `names`; undefined when there is none. */
export function highestRole(names: readonly unknown[]): Role | undefined {
  return roles.findLast((role) => names.includes(role));
}
