// Who may do what: the only table of role × permission. A route names a permission, never a role.

/** Ascending: each role may do everything the roles before it may. */
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

/** The lowest role that holds each permission. */
export const permissions = {
  'submission:read': 'viewer',
  'submission:create': 'operator',
  'service-request:read': 'viewer',
  'case:read': 'viewer',
  'case:change-status': 'operator',
  'event:read': 'viewer',
  'dead-letter:read': 'viewer',
  'canonical:read': 'viewer',
  'dashboard:read': 'viewer',
  'reference:read': 'viewer',
  'personal-data:read': 'operator',
  'job:run': 'operator',
  'demo:reset': 'admin',
} as const satisfies Record<string, Role>;
export type Permission = keyof typeof permissions;

/** Whether a caller of `role` holds `permission`. */
export function holds(role: Role, permission: Permission): boolean {
  return roles.indexOf(role) >= roles.indexOf(permissions[permission]);
}
