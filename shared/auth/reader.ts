// How much a caller is shown: the one place that asks whether somebody may see personal data.
import { holds, type Role } from './roles.ts';

export interface Reader {
  /** Whether names, addresses and free text are shown as they are. */
  readonly unmasked: boolean;
}

export function readerOf(caller: { readonly role: Role }): Reader {
  return { unmasked: holds(caller.role, 'personal-data:read') };
}
