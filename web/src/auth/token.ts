// Decodes a token for display only; the API verifies it.
import { highestRole, type Role } from '../../../shared/contracts/values/permissions.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Decodes the payload of a JWT; null when invalid. */
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

/** Returns the issuer's name for the bearer, or null. */
export function subjectOf(token: string): string | null {
  const subject = claimsOf(token)?.['sub'];
  return typeof subject === 'string' ? subject : null;
}

/** Returns the highest role in the claim that the API also reads; a token without one may at most read. */
export function roleOf(claims: Claims, roleClaim: string): Role {
  return highestRole([claims[roleClaim]].flat()) ?? 'viewer';
}

/**
 * Derives the name that the API uses for the bearer of an access token, by the API's rule: the name claim if it is a
 * line of visible characters, else the subject. The API never sees the person's other tokens, which may have another
 * name.
 */
export function actorOf(claims: Claims): string {
  const name = typeof claims['name'] === 'string' ? claims['name'].trim() : '';
  return /^\P{C}{1,100}$/u.test(name) ? name : String(claims['sub']);
}

export function nameOf(claims: Claims): string {
  const names = ['name', 'email', 'username', 'preferred_username', 'sub'].map((claim) => claims[claim]);
  return names.find((name): name is string => typeof name === 'string' && name !== '') ?? 'Signed in';
}
