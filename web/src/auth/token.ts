// Reads what a token says about its bearer, for display only: the API is the one that verifies it.
import { highestRole, type Role } from './permission.ts';

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

const roleClaims = ['role', 'roles', 'groups', 'cognito:groups', 'custom:role'];

/** The highest role in any of the usual claims; a token without one may at most read. */
export function roleOf(claims: Claims): Role {
  const names = roleClaims.flatMap((claim) => claims[claim]);
  return highestRole(names) ?? 'viewer';
}

export function nameOf(claims: Claims): string {
  const names = ['name', 'email', 'username', 'preferred_username', 'sub'].map((claim) => claims[claim]);
  return names.find((name): name is string => typeof name === 'string' && name !== '') ?? 'Signed in';
}
