// Reads what a token says about its bearer, for display only: the API is the one that verifies it.
import { highestRole, type Role } from '../../../shared/contracts/values/permissions.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** The payload of a JWT, or null when it is none. */
export function claimsOf(token: string): Claims | null {
  const payload = token.split('.')[1];
  if (payload === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? (claims as Claims) : null;
  } catch {
    return null;
  }
}

/** What the issuer calls the bearer; null when it cannot be read. */
export function subjectOf(token: string): string | null {
  const subject = claimsOf(token)?.['sub'];
  return typeof subject === 'string' ? subject : null;
}

/** The highest role in the claim that the API reads too; a token without one may at most read. */
export function roleOf(claims: Claims, roleClaim: string): Role {
  return highestRole([claims[roleClaim]].flat()) ?? 'viewer';
}

/**
 * Who the bearer of an access token is in what the API records, as the API finds it: the name if that is a line of visible
 * characters, else the subject. Other tokens of the person may have a nicer name, which the API never sees.
 */
export function actorOf(claims: Claims): string {
  const name = typeof claims['name'] === 'string' ? claims['name'].trim() : '';
  return /^\P{C}{1,100}$/u.test(name) ? name : String(claims['sub']);
}

export function nameOf(claims: Claims): string {
  const names = ['name', 'email', 'username', 'preferred_username', 'sub'].map((claim) => claims[claim]);
  return names.find((name): name is string => typeof name === 'string' && name !== '') ?? 'Signed in';
}
