// Verifies a bearer token and derives the caller from it. It trusts no claim before it has verified the signature.
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { highestRole, roles } from '../contracts/values/permissions.ts';
import { HubError } from '../errors/hub-error.ts';
import type { Caller } from '../runtime/http/route.ts';
import type { SigningKeys } from './signing-keys.ts';

/** @throws HubError `AUTH.TOKEN_INVALID` (401), `AUTH.NO_ROLE` (403), or transient when the keys cannot be read. */
export type TokenVerifier = (token: string) => Promise<Caller>;

export interface TokenRules {
  readonly issuer: string;
  /** Expected in `aud`, or in `client_id` of Cognito's access tokens. */
  readonly audience: string;
  /** Claim that holds the role or a list of roles, for example `role` or `cognito:groups`. */
  readonly roleClaim: string;
}

/** Accepted signature algorithms. Never a symmetric one: an attacker could use the public key as the secret. */
export const acceptedAlgorithms = ['ES256', 'RS256'] as const;
/** Accepted clock skew between issuer and hub, in seconds. */
export const clockLeewaySeconds = 60;
const longestToken = 8192;
/**
 * Time to live of a cached valid token, in milliseconds. A signature check costs as much CPU as the rest of a request,
 * and clients send the same token all day. It stays well below the ten minutes for which keys are cached.
 */
export const rememberTokenMs = 60_000;
const mostRemembered = 500;
const acceptedTypes = new Set(['jwt', 'at+jwt', 'application/at+jwt']);

export function tokenVerifier(rules: TokenRules, keys: SigningKeys, nowMs: () => number = Date.now): TokenVerifier {
  const known = new Map<string, { readonly caller: Caller; readonly untilMs: number }>();
  return async (token) => {
    const remembered = known.get(token);
    if (remembered !== undefined && nowMs() < remembered.untilMs) return remembered.caller;
    if (token.length > longestToken || !token.split('.').every(isCanonicalBase64Url)) throw invalid();
    const payload = await verifiedPayload(token, rules, keys, new Date(nowMs()));
    if (!isForUs(payload, rules.audience)) throw invalid();
    const caller = callerOf(payload, rules);
    // Caches accepted tokens only, and never beyond the token's own expiry.
    if (known.size >= mostRemembered) known.clear();
    known.set(token, { caller, untilMs: Math.min(nowMs() + rememberTokenMs, Number(payload.exp) * 1000) });
    return caller;
  };
}

async function verifiedPayload(
  token: string,
  rules: TokenRules,
  keys: SigningKeys,
  currentDate: Date,
): Promise<JWTPayload> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, (header) => keys.find(header.kid, header.alg), {
      algorithms: [...acceptedAlgorithms],
      issuer: rules.issuer,
      clockTolerance: clockLeewaySeconds,
      requiredClaims: ['exp', 'sub'],
      currentDate,
    });
    const type = protectedHeader.typ;
    if (type !== undefined && !acceptedTypes.has(type.toLowerCase())) throw invalid();
    return payload;
  } catch (error) {
    // The sender learns only that the token is invalid: details would help to forge the next one.
    if (error instanceof errors.JOSEError || error instanceof TypeError) throw invalid(error);
    throw error;
  }
}

/** Lenient decoders ignore stray characters and spare bits, so several strings would decode to the same token. */
function isCanonicalBase64Url(segment: string): boolean {
  return segment !== '' && Buffer.from(segment, 'base64url').toString('base64url') === segment;
}

function isForUs(payload: JWTPayload, audience: string): boolean {
  const { aud } = payload;
  // Cognito sets `token_use`: an ID token identifies a person and grants no access.
  if (payload['token_use'] !== undefined && payload['token_use'] !== 'access') return false;
  if (aud === undefined) return payload['client_id'] === audience;
  return Array.isArray(aud) ? aud.includes(audience) : aud === audience;
}

function callerOf(payload: JWTPayload, rules: TokenRules): Caller {
  const subject = payload.sub;
  if (typeof subject !== 'string' || subject === '') throw invalid();
  const role = highestRole([payload[rules.roleClaim]].flat());
  if (role === undefined) {
    throw new HubError({
      kind: 'forbidden',
      code: 'AUTH.NO_ROLE',
      message: `the token has no role of this hub in its claim ${rules.roleClaim}; known roles: ${roles.join(', ')}`,
    });
  }
  return { subject, name: displayName(payload['name']) ?? subject, role };
}

/** Users choose their own name, so a name that is too long or holds control characters is ignored. */
function displayName(claim: unknown): string | undefined {
  const name = typeof claim === 'string' ? claim.trim() : '';
  return /^\P{C}{1,100}$/u.test(name) ? name : undefined;
}

const invalid = (cause?: unknown): HubError =>
  new HubError({
    kind: 'unauthenticated',
    code: 'AUTH.TOKEN_INVALID',
    message: 'the token is not valid or has expired; sign in again',
    cause,
  });
