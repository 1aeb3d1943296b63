// Explains missing permissions in the console. The API checks them again.
import { holds, type Permission, permissions, type Role } from '../../../shared/contracts/values/permissions.ts';

/** Explains why `role` lacks `permission`; null when it holds it. */
export function lacking(role: Role, permission: Permission): string | null {
  if (holds(role, permission)) return null;
  const { lowest, words } = permissions[permission];
  return `Your role, ${role}, cannot ${words}; the role ${lowest} can.`;
}
