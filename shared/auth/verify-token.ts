// Decides whether a bearer token is one of ours, and who it speaks for. Nothing of the token is believed before its signature is.
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { HubError } from '../errors/hub-error.ts';
import type { Caller } from '../runtime/http/route.ts';
import { type Role, roles } from './roles.ts';
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

/** Signature algorithms that are accepted. Symmetric ones never are: a public key must not work as a secret. */
export const acceptedAlgorithms = ['ES256', 'RS256'] as const;
/** Largest difference between the issuer's clock and ours, in seconds. */
export const clockLeewaySeconds = 60;
const longestToken = 8192;
/**
 * How long the outcome for a valid token is kept, in milliseconds: checking a signature takes as long as the rest of a
 * request's arithmetic, and people send the same token all day. Well below the ten minutes that keys are kept.
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
    // Only what was accepted is kept, and never beyond the token's own end.
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
    // Whatever is wrong with the token, its sender learns only that it is: details would help to forge the next.
    if (error instanceof errors.JOSEError || error instanceof TypeError) throw invalid(error);
    throw error;
  }
}

/** Lenient decoders ignore stray characters and spare bits, so that several texts would pass for one token. */
function isCanonicalBase64Url(segment: string): boolean {
  return segment !== '' && Buffer.from(segment, 'base64url').toString('base64url') === segment;
}

function isForUs(payload: JWTPayload, audience: string): boolean {
  const { aud } = payload;
  // Cognito marks its tokens; one that tells who somebody is gives no access.
  if (payload['token_use'] !== undefined && payload['token_use'] !== 'access') return false;
  if (aud === undefined) return payload['client_id'] === audience;
  return Array.isArray(aud) ? aud.includes(audience) : aud === audience;
}

function callerOf(payload: JWTPayload, rules: TokenRules): Caller {
  const subject = payload.sub;
  if (typeof subject !== 'string' || subject === '') throw invalid();
  const role = highestRole(payload[rules.roleClaim]);
  if (role === undefined) {
    throw new HubError({
      kind: 'forbidden',
      code: 'AUTH.NO_ROLE',
      message: `the token has no role of this hub in its claim ${rules.roleClaim}; known roles: ${roles.join(', ')}`,
    });
  }
  return { subject, name: displayName(payload['name']) ?? subject, role };
}

/** People may choose their name: one that is too long or not a line of visible characters is not shown. */
function displayName(claim: unknown): string | undefined {
  const name = typeof claim === 'string' ? claim.trim() : '';
  return /^\P{C}{1,100}$/u.test(name) ? name : undefined;
}

function highestRole(claim: unknown): Role | undefined {
  const held: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return roles.findLast((role) => held.includes(role));
}

const invalid = (cause?: unknown): HubError =>
  new HubError({
    kind: 'unauthenticated',
    code: 'AUTH.TOKEN_INVALID',
    message: 'the token is not valid or has expired; sign in again',
    cause,
  });
