// What to tell those who may not do something in this console. The API checks again.
import { holds, type Permission, permissions, type Role } from '../../../shared/contracts/values/permissions.ts';

/** Why `role` may not do what `permission` allows; null when it may. */
export function lacking(role: Role, permission: Permission): string | null {
  if (holds(role, permission)) return null;
  const { lowest, words } = permissions[permission];
  return `Your role, ${role}, cannot ${words}; the role ${lowest} can.`;
}
