// The permission matrix: every route × every role and nobody, made from the route table, over HTTP on the embedded hub.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holds, type Role, roles } from '../../shared/contracts/values/permissions.ts';
import type { Route } from '../../shared/runtime/http/route.ts';
import { type EmbeddedHub, startEmbeddedHub, submitOne } from '../support/embedded-hub.ts';
import { eventually, type HubClient, hubClient } from '../support/hub-client.ts';
import { everyRoute, existingPathValues, type PathValues, pathOf } from '../support/route-calls.ts';

type Who = Role | 'nobody';
const everybody: readonly Who[] = ['nobody', ...roles];

let hub: EmbeddedHub;
let values: PathValues;
const clients = new Map<Who, HubClient>();

beforeAll(async () => {
  hub = await startEmbeddedHub();
  for (const who of everybody) {
    clients.set(who, await hubClient(hub.host.apiUrl, who === 'nobody' ? undefined : who));
  }
  const [submissionId = ''] = await hub.submit(1);
  await eventually(
    () => hub.operator.call('GET', `/operational/cases/CASE-${submissionId.slice('SUB-'.length)}`),
    ({ status }) => status === 200,
    { what: 'a case' },
  );
  values = existingPathValues(submissionId);
});

afterAll(() => hub.end());

let cells = 0;
/** Routes on which it matters who made the record count for three: nobody's business, one's own, somebody else's. */
const owned = everyRoute.filter(({ othersPermission }) => othersPermission !== undefined);

describe.each(everyRoute.map((route) => ({ name: `${route.method} ${route.path}`, route })))('$name', ({ route }) => {
  it.each(everybody)('answers %s as the permission table says', async (who) => {
    const { status } = await harmlessCall(route, who);

    cells += 1;
    const wanted = expectedOf(route, who);
    if (wanted === 'let in') expect([401, 403]).not.toContain(status);
    else expect(status).toBe(wanted);
    // Let in or not, a route never falls over.
    expect(status).toBeLessThan(500);
  });
});

describe.each(owned.map((route) => ({ name: `${route.method} ${route.path}`, route })))(
  '$name, by whose record it is,',
  ({ route }) => {
    const who = roles.filter((role) => route.permission !== 'public' && holds(role, route.permission));

    it.each(who)('lets %s act on what is their own', async (role) => {
      const { status, body } = await ownedCall(route, role, clientOf(role));

      cells += 1;
      expect([401, 403, 404], JSON.stringify(body)).not.toContain(status);
    });

    it.each(who)("lets %s act on somebody else's only as the table says", async (role) => {
      const { status, body } = await ownedCall(
        route,
        role,
        await hubClient(hub.host.apiUrl, 'operator', 'Somebody Else'),
      );

      cells += 1;
      const others = route.othersPermission;
      if (others !== undefined && holds(role, others)) expect([401, 403, 404]).not.toContain(status);
      else expect([status, body['code']]).toEqual([403, 'AUTH.NOT_OWNER']);
    });
  },
);

describe('the matrix', () => {
  it('has been gone through whole', () => {
    const ownership = owned.flatMap(({ permission }) =>
      roles.filter((role) => permission !== 'public' && holds(role, permission)),
    );
    const wanted = everyRoute.length * everybody.length + 2 * ownership.length;
    process.stdout.write(`permission matrix: ${cells} of ${wanted} cells\n`);

    expect(owned.length).toBeGreaterThan(0);
    expect(cells).toBe(wanted);
  });
});

function expectedOf({ permission }: Route<never>, who: Who): 401 | 403 | 'let in' {
  if (permission === 'public') return 'let in';
  if (who === 'nobody') return 401;
  return holds(who, permission) ? 'let in' : 403;
}

function clientOf(who: Who): HubClient {
  const client = clients.get(who);
  if (client === undefined) throw new Error(`no client for ${who}`);
  return client;
}

/** A body that no route takes: who is let in is told so, and nothing is changed. */
const unknownBody = { no_such_field: true };

function harmlessCall(route: Route<never>, who: Who) {
  return clientOf(who).call(route.method, pathOf(route, values), route.body === undefined ? {} : { body: unknownBody });
}

const note = { file_name: 'note.txt', content_type: 'text/plain', size_bytes: 2, sha256: 'a'.repeat(64) };

/** What each route with an owner is called with; whether the record's state allows it is another question. */
const ownedBodies: Readonly<Record<string, unknown>> = {
  editSubmission: { request_description: 'Said better.' },
  withdrawSubmission: { reason: 'Not needed any more' },
  deleteDocument: { reason: 'The wrong file' },
  declareDocumentVersion: note,
};

/** Calls a route as `role` on a record that `maker` has made for it. */
async function ownedCall(route: Route<never>, role: Role, maker: HubClient) {
  const body = ownedBodies[route.operationId];
  if (body === undefined) throw new Error(`no body for ${route.operationId}, which has owners`);
  const submissionId = await submitOne(maker);
  const own = { ...values, submission_id: submissionId };
  if (!route.path.includes('{document_id}')) return clientOf(role).call(route.method, pathOf(route, own), { body });
  const declared = await maker.call<{ document: { document_id: string } }>(
    'POST',
    `/intake/submissions/${submissionId}/documents`,
    { body: note },
  );
  const path = pathOf(route, { ...own, document_id: declared.body.document.document_id });
  return clientOf(role).call(route.method, path, { body });
}
