// The people of the demonstration, one for each role. The sign-in page offers them by name.
import { createHash } from 'node:crypto';
import type { Person } from '../../shared/auth/issue-token.ts';
import type { Role } from '../../shared/contracts/values/permissions.ts';

export const people = [
  { subject: 'person-vera', name: 'Vera Lindgren', role: 'viewer' },
  { subject: 'person-omar', name: 'Omar Haddad', role: 'operator' },
  { subject: 'person-aya', name: 'Aya Prasad', role: 'approver' },
  { subject: 'person-noor', name: 'Noor Adeyemi', role: 'admin' },
] as const satisfies readonly Person[];

/** The demonstration's person of this role, or a guest when another name is asked for. */
export function personFor(role: Role, name: string | undefined): Person {
  const known = people.find((person) => person.role === role && (name === undefined || person.name === name));
  if (known !== undefined) return known;
  const guest = name ?? role;
  // The subject includes the role, because the same name in two roles is two people, and encodes any character.
  const subject = `guest-${createHash('sha256').update(`${role} ${guest}`).digest('hex').slice(0, 16)}`;
  return { subject, name: guest, role };
}
