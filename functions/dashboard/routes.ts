// The dashboard boundary's part of the API.
import * as z from 'zod/mini';
import { readerOf } from '../../shared/auth/reader.ts';
import {
  activity,
  activityQuery,
  lifecycleRecord,
  overview,
  recordListQuery,
} from '../../shared/contracts/dashboard.ts';
import { submissionId } from '../../shared/contracts/ids.ts';
import { pageOf } from '../../shared/contracts/page.ts';
import { type Route, route } from '../../shared/runtime/http/route.ts';
import { listRecords, type ReadDashboardDeps, readActivity, readOverview, readRecord } from './read-dashboard.ts';
import { type RebuildRecordsDeps, rebuildRecords } from './rebuild-records.ts';
import { type RecountDeps, recount } from './recount.ts';

export type DashboardDeps = ReadDashboardDeps &
  RebuildRecordsDeps &
  RecountDeps & {
    readonly records: ReadDashboardDeps['records'] & RebuildRecordsDeps['records'] & RecountDeps['records'];
    readonly counters: ReadDashboardDeps['counters'] & RecountDeps['counters'];
    readonly batches: RebuildRecordsDeps['batches'] & RecountDeps['batches'];
  };

const define = route<DashboardDeps>();

export const dashboardRoutes: readonly Route<DashboardDeps>[] = [
  define({
    method: 'GET',
    path: '/dashboard/overview',
    operationId: 'getOverview',
    summary: 'Read the counts, what needs attention and the newest records',
    permission: 'dashboard:read',
    responses: { 200: { description: 'The overview', schema: overview } },
    handle: async ({ caller }, deps) => ({ status: 200, body: await readOverview(readerOf(caller), deps) }),
  }),
  define({
    method: 'GET',
    path: '/dashboard/records',
    operationId: 'listRecords',
    summary:
      'List records with their way through the boundaries, newest first; q looks for words in name, e-mail address, ids and the first 120 characters of the description',
    permission: 'dashboard:read',
    query: recordListQuery,
    responses: { 200: { description: 'A page of records', schema: pageOf(lifecycleRecord) } },
    handle: async ({ query, caller }, deps) => ({
      status: 200,
      body: await listRecords(query, readerOf(caller), deps),
    }),
  }),
  define({
    method: 'GET',
    path: '/dashboard/records/{submission_id}',
    operationId: 'getRecord',
    summary: "Read one submission's way through the boundaries",
    permission: 'dashboard:read',
    params: z.object({ submission_id: submissionId }),
    responses: { 200: { description: 'The record', schema: lifecycleRecord } },
    handle: async ({ params, caller }, deps) => {
      const body = await readRecord(params.submission_id, readerOf(caller), deps);
      return { status: 200, body };
    },
  }),
  define({
    method: 'GET',
    path: '/dashboard/activity',
    operationId: 'getActivity',
    summary:
      'Read submissions and outcomes by hour (at most 31 days) or UTC day (at most 366); an outcome counts when its case was closed',
    permission: 'dashboard:read',
    query: activityQuery,
    responses: { 200: { description: 'Every interval between from and to, oldest first', schema: activity } },
    handle: async ({ query }, deps) => ({ status: 200, body: await readActivity(query, deps) }),
  }),
  define({
    method: 'POST',
    path: '/jobs/rebuild',
    operationId: 'runRebuild',
    summary: 'Rebuild read-model rows from the boundaries that own the data, newest first, for at most 8 seconds',
    permission: 'job:run',
    query: z.strictObject({ after: z.optional(z.string().check(z.minLength(1), z.maxLength(200))) }),
    responses: {
      200: {
        description: 'What was repaired, and where to go on',
        schema: z.object({ records: z.number(), repaired: z.number(), next: z.nullable(z.string()) }),
      },
    },
    handle: async ({ query }, deps) => ({ status: 200, body: await rebuildRecords(query.after, deps) }),
  }),
  define({
    method: 'POST',
    path: '/jobs/recount',
    operationId: 'runRecount',
    summary: 'Recount the read-model rows and correct the counters',
    permission: 'job:run',
    responses: {
      200: {
        description: 'The new counts',
        schema: z.object({
          kind: z.literal('recounted'),
          rows: z.number(),
          totals: z.record(z.string(), z.number()),
          corrected: z.record(z.string(), z.number()),
          corrected_hours: z.number(),
        }),
      },
    },
    handle: async (_, deps) => ({ status: 200, body: await recount(deps) }),
  }),
];
