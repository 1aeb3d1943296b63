// Authenticates the caller by its bearer token (RFC 6750) and checks the permission of the route.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { TokenVerifier } from '../../auth/verify-token.ts';
import { holds } from '../../contracts/values/permissions.ts';
import { HubError } from '../../errors/hub-error.ts';
import { headerOf } from './request-headers.ts';
import type { Caller, Route } from './route.ts';

/**
 * Checks the role of the token against the permission of the route.
 * @returns the caller; undefined for a caller without a valid token on a public route
 * @throws HubError unauthenticated (401) or forbidden (403)
 */
export async function authorise(
  event: APIGatewayProxyEvent,
  route: Route<never>,
  verify: TokenVerifier,
): Promise<Caller | undefined> {
  const { permission } = route;
  const token = bearerToken(headerOf(event, 'authorization'));
  if (permission === 'public') {
    // A caller with an expired or foreign token can still sign in and read the health.
    return token === undefined ? undefined : verify(token).catch(() => undefined);
  }
  if (token === undefined) {
    throw new HubError({
      kind: 'unauthenticated',
      code: 'AUTH.TOKEN_MISSING',
      message: 'send a token: Authorization: Bearer <token>',
    });
  }
  const caller = await verify(token);
  if (holds(caller.role, permission)) return caller;
  throw new HubError({
    kind: 'forbidden',
    code: 'AUTH.PERMISSION',
    message: `the role ${caller.role} does not hold the required permission ${permission}`,
    details: { permission },
  });
}

function bearerToken(authorization: string | undefined): string | undefined {
  const [, token] = /^bearer +(\S+)$/i.exec(authorization?.trim() ?? '') ?? [];
  return token;
}
