// The only table of role × permission. A route names a permission, never a role.

/** Ascending: each role holds all permissions of the roles before it. */
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

/** The lowest role that holds each permission. */
export const permissions = {
  'submission:read': 'viewer',
  'submission:create': 'operator',
  'submission:comment': 'operator',
  /** Edit and withdraw one's own submissions; `submission:edit-any` covers those of other people. */
  'submission:edit': 'operator',
  'submission:edit-any': 'approver',
  'submission:export': 'operator',
  'requester:erase': 'admin',
  'document:read': 'viewer',
  /** Download and preview; the bytes may hold personal data. */
  'document:download': 'operator',
  /** Declare documents, and new versions of one's own; `document:replace-any` covers those of other people. */
  'document:upload': 'operator',
  'document:replace-any': 'approver',
  /** Delete one's own documents; `document:delete-any` covers those of other people. */
  'document:delete': 'operator',
  'document:delete-any': 'approver',
  'service-request:read': 'viewer',
  'case:read': 'viewer',
  'case:change-status': 'operator',
  'case:change': 'operator',
  'case:comment': 'operator',
  'case:reopen': 'operator',
  'case:export': 'operator',
  'event:read': 'viewer',
  'dead-letter:read': 'viewer',
  'dead-letter:decide': 'operator',
  'canonical:read': 'viewer',
  'dashboard:read': 'viewer',
  'reference:read': 'viewer',
  'reference:change': 'admin',
  'personal-data:read': 'operator',
  'job:run': 'operator',
  'demo:reset': 'admin',
} as const satisfies Record<string, Role>;
export type Permission = keyof typeof permissions;

/** Returns true when `role` holds `permission`. */
export function holds(role: Role, permission: Permission): boolean {
  return roles.indexOf(role) >= roles.indexOf(permissions[permission]);
}
