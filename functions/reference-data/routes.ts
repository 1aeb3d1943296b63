// The reference boundary's part of the API: the values that the intake form offers.
import { intakeMethods, priorities, referenceData, requestTypes, teams } from '../../shared/contracts/reference.ts';
import { type Route, route } from '../../shared/runtime/route.ts';

export interface ReferenceDeps {
  /** Product version; reference values change with it only. */
  readonly version: string;
}

const define = route<ReferenceDeps>();

export const referenceRoutes: readonly Route<ReferenceDeps>[] = [
  define({
    method: 'GET',
    path: '/reference',
    operationId: 'getReferenceData',
    summary: 'Read the request types, priorities, teams and intake methods that a submission may name',
    permission: 'reference:read',
    responses: { 200: { description: 'The values with their labels', schema: referenceData } },
    handle: async (_, deps) => ({
      status: 200,
      body: { request_types: requestTypes, priorities, assigned_teams: teams, intake_methods: intakeMethods },
      etag: deps.version,
    }),
  }),
];
