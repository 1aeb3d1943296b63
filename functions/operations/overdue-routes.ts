// Route of the report of overdue cases on demand; `report-overdue-cases.handler.ts` is the scheduled one.
import * as z from 'zod/mini';
import { instant } from '../../shared/contracts/page.ts';
import { type Route, route } from '../../shared/runtime/http/route.ts';
import { type ReportOverdueCasesDeps, reportOverdueCases } from './report-overdue-cases.ts';

export type OverdueRoutesDeps = ReportOverdueCasesDeps;

const define = route<OverdueRoutesDeps>();

export const overdueRoutes: readonly Route<OverdueRoutesDeps>[] = [
  define({
    method: 'POST',
    path: '/jobs/overdue-cases',
    operationId: 'reportOverdueCases',
    summary: 'Count overdue cases and report them as metrics',
    permission: 'job:run',
    repeatable: true,
    responses: {
      200: {
        description: 'Number of overdue cases, by priority',
        schema: z.object({
          overdue_cases: z.number(),
          is_lower_bound: z.boolean(),
          by_priority: z.record(z.string(), z.number()),
          longest_overdue_since: z.nullable(instant),
        }),
      },
    },
    handle: async (_, deps) => ({ status: 200, body: await reportOverdueCases(deps) }),
  }),
];
