// Derives from a caller's role how much personal data its answers show.
import { holds, type Role } from '../contracts/values/permissions.ts';

export interface Reader {
  /** True: answers show names, addresses and free text unmasked. */
  readonly unmasked: boolean;
}

export function readerOf(caller: { readonly role: Role }): Reader {
  return { unmasked: holds(caller.role, 'personal-data:read') };
}
