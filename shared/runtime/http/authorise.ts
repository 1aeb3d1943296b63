// The caller of a route, from the bearer token (RFC 6750).
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { holds } from '../../auth/roles.ts';
import type { TokenVerifier } from '../../auth/verify-token.ts';
import { HubError } from '../../errors/hub-error.ts';
import { headerOf } from './request-headers.ts';
import type { Caller, Route } from './route.ts';

/**
 * Who calls, and whether they may: the permission of the route against the role of the token.
 * @returns undefined for a caller without a valid token on a public route
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
    // Whoever has an old or foreign token can still sign in and ask for health.
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
    message: `the role ${caller.role} may not do this; it takes the permission ${permission}`,
    details: { permission },
  });
}

function bearerToken(authorization: string | undefined): string | undefined {
  const [, token] = /^bearer +(\S+)$/i.exec(authorization?.trim() ?? '') ?? [];
  return token;
}
