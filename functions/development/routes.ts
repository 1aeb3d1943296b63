// Routes of the development stage: sign-in without passwords, and reset of the demonstration.
import * as z from 'zod/mini';
import type { TokenIssuer } from '../../shared/auth/issue-token.ts';
import { singleLine, text } from '../../shared/contracts/text.ts';
import { roles } from '../../shared/contracts/values/permissions.ts';
import { type Route, route } from '../../shared/runtime/http/route.ts';
import { type IssueDemoTokenDeps, issueDemoToken } from './issue-demo-token.ts';
import { people } from './people.ts';
import { type ResetDemoDeps, resetDemo } from './reset-demo.ts';

export type DevelopmentDeps = IssueDemoTokenDeps & ResetDemoDeps & { readonly issuer: TokenIssuer };

const define = route<DevelopmentDeps>();
const role = z.enum(roles);
const personName = text(100).check(singleLine);

export const developmentRoutes: readonly Route<DevelopmentDeps>[] = [
  define({
    method: 'POST',
    path: '/dev/token',
    operationId: 'issueDemoToken',
    summary: 'Sign in as a person of the demonstration, by role',
    permission: 'public',
    body: z.strictObject({ role, name: z.optional(personName) }),
    responses: {
      200: {
        description: 'A bearer token',
        schema: z.object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.number() }),
      },
    },
    handle: async ({ body }, deps) => ({
      status: 200,
      body: await issueDemoToken({ role: body.role, name: body.name }, deps),
    }),
  }),
  define({
    method: 'GET',
    path: '/dev/people',
    operationId: 'listPeople',
    summary: 'List the people of the demonstration, one for each role',
    permission: 'public',
    responses: {
      200: { description: 'The people', schema: z.object({ data: z.array(z.object({ name: z.string(), role })) }) },
    },
    handle: async () => ({ status: 200, body: { data: people.map(({ name, role }) => ({ name, role })) } }),
  }),
  define({
    method: 'GET',
    path: '/.well-known/jwks.json',
    operationId: 'getIssuerKeys',
    summary: "Read the development issuer's public keys",
    permission: 'public',
    responses: {
      200: {
        description: 'A JSON Web Key Set',
        schema: z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) }),
      },
    },
    handle: async (_, deps) => ({ status: 200, body: { keys: await deps.issuer.publicKeys() } }),
  }),
  define({
    method: 'POST',
    path: '/admin/demo/reset',
    repeatable: true,
    operationId: 'resetDemo',
    summary: 'Empty the store and, with seed, restore the demonstration; answers when it is complete',
    permission: 'demo:reset',
    body: z.strictObject({ seed: z.boolean() }),
    responses: {
      200: { description: 'Done', schema: z.object({ deleted: z.number(), seeded: z.boolean() }) },
    },
    handle: async ({ body }, deps) => ({ status: 200, body: await resetDemo(body, deps) }),
  }),
];
