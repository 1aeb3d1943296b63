// The report of breaches on demand; the scheduled one is `report-breaches.handler.ts`.
import * as z from 'zod/mini';
import { instant } from '../../shared/contracts/page.ts';
import { type Route, route } from '../../shared/runtime/http/route.ts';
import { type ReportBreachesDeps, reportBreaches } from './report-breaches.ts';

export type BreachRoutesDeps = ReportBreachesDeps;

const define = route<BreachRoutesDeps>();

export const breachRoutes: readonly Route<BreachRoutesDeps>[] = [
  define({
    method: 'POST',
    path: '/jobs/breaches',
    operationId: 'reportBreaches',
    summary: 'Count the cases that are past their due date and report them as metrics',
    permission: 'job:run',
    repeatable: true,
    responses: {
      200: {
        description: 'What is overdue',
        schema: z.object({
          overdue_cases: z.number(),
          is_lower_bound: z.boolean(),
          by_priority: z.record(z.string(), z.number()),
          longest_overdue_since: z.nullable(instant),
        }),
      },
    },
    handle: async (_, deps) => ({ status: 200, body: await reportBreaches(deps) }),
  }),
];
