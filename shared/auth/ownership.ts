// Whether somebody may act on a record: their own, or somebody else's with the permission for that.
import { HubError } from '../errors/hub-error.ts';
import { holds, type Permission, type Role } from './roles.ts';

/**
 * @param madeBy The subject of who made the record; undefined for records of before subjects were kept.
 * @param othersPermission What it takes to act on somebody else's.
 * @throws HubError `AUTH.NOT_OWNER` (403).
 */
export function requireOwner(
  caller: { readonly subject: string; readonly role: Role },
  record: { readonly id: string; readonly madeBy: string | undefined },
  othersPermission: Permission,
): void {
  if (record.madeBy === caller.subject || holds(caller.role, othersPermission)) return;
  throw new HubError({
    kind: 'forbidden',
    code: 'AUTH.NOT_OWNER',
    message: `${record.id} is somebody else's; acting on it takes the permission ${othersPermission}`,
    details: { permission: othersPermission },
  });
}
