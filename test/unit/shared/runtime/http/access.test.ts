// Who may call what: every cell of role × route, made from the route tables themselves.
import { describe, expect, it } from 'vitest';
import { allRoutes } from '../../../../../functions/routes.ts';
import { holds, permissions, roles } from '../../../../../shared/contracts/values/permissions.ts';
import { http } from '../../../../../shared/runtime/http/http.ts';
import type { Route } from '../../../../../shared/runtime/http/route.ts';
import { apiEvent, lambdaContext, testHttpTools } from '../../../../support/http.ts';

const tools = testHttpTools();
const routes = allRoutes.flatMap((capability) => capability.routes);
const callers = [undefined, ...roles] as const;
const cells = routes.flatMap((route) =>
  callers.map((role) => ({ route, role, name: `${route.method} ${route.path}` })),
);

/** The route without its use case and its input: only who is let through counts here. */
const bare = ({ method, path, operationId, summary, permission }: Route<never>): Route<object> => ({
  method,
  path,
  operationId,
  summary,
  permission,
  responses: {},
  handle: async () => ({ status: 204 }),
});

function expected(role: (typeof callers)[number], permission: Route<never>['permission']): number {
  if (permission === 'public') return 204;
  if (role === undefined) return 401;
  return roles.indexOf(role) >= roles.indexOf(permissions[permission].lowest) ? 204 : 403;
}

describe('access', () => {
  it.each(cells)('$name for $role', async ({ route, role }) => {
    const headers = role === undefined ? {} : { authorization: `Bearer ${tools.issuer.tokenFor(role)}` };
    const event = apiEvent({ method: route.method, resource: route.path, headers });

    const answer = await http([bare(route)], {}, tools)(event, lambdaContext());

    expect(answer.statusCode).toBe(expected(role, route.permission));
  });

  it('knows public routes one by one', () => {
    const open = routes
      .filter((route) => route.permission === 'public')
      .map((route) => `${route.method} ${route.path}`);

    expect(open.sort()).toEqual([
      'GET /.well-known/jwks.json',
      'GET /dev/people',
      'GET /docs',
      'GET /docs/{asset}',
      'GET /health',
      'GET /openapi.json',
      'POST /dev/token',
    ]);
  });

  it('gives each role all that the roles before it have', () => {
    for (const permission of Object.keys(permissions) as (keyof typeof permissions)[]) {
      const held = roles.map((role) => holds(role, permission));

      expect(held).toEqual([...held].sort());
      expect(held.at(-1)).toBe(true);
    }
  });

  it('has no two routes with one method and path, or one operation id', () => {
    expect(new Set(routes.map((route) => `${route.method} ${route.path}`)).size).toBe(routes.length);
    expect(new Set(routes.map((route) => route.operationId)).size).toBe(routes.length);
  });
});
