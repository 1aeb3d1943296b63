// Checks that a caller owns an entity or holds the permission to act on entities of other people.

import { holds, type Permission, type Role } from '../contracts/values/permissions.ts';
import { HubError } from '../errors/hub-error.ts';

/**
 * @param entity `madeBy` is the subject of the creator; undefined for entities older than this attribute.
 * @param othersPermission Permission to act on an entity of another person.
 * @throws HubError `AUTH.NOT_OWNER` (403).
 */
export function requireOwner(
  caller: { readonly subject: string; readonly role: Role },
  entity: { readonly id: string; readonly madeBy: string | undefined },
  othersPermission: Permission,
): void {
  if (entity.madeBy === caller.subject || holds(caller.role, othersPermission)) return;
  throw new HubError({
    kind: 'forbidden',
    code: 'AUTH.NOT_OWNER',
    message: `${entity.id} belongs to another person; changing it requires the permission ${othersPermission}`,
    details: { permission: othersPermission },
  });
}
