// All routes of the API with their functions. The stack, the API document and the tests derive from this list.
import type { Route } from '../shared/runtime/http/route.ts';
import { canonicalRoutes } from './canonical/routes.ts';
import { dashboardRoutes } from './dashboard/routes.ts';
import { developmentRoutes } from './development/routes.ts';
import { documentRoutes } from './documents/routes.ts';
import { erasureRoutes } from './erasure/routes.ts';
import { integrationRoutes } from './events/routes.ts';
import { intakeRoutes } from './intake/routes.ts';
import { operationsRoutes } from './operations/routes.ts';
import { referenceRoutes } from './reference-data/routes.ts';
import { sourceSystemRoutes } from './source-system/routes.ts';
import { systemRoutes } from './system/routes.ts';

export interface CapabilityRoutes {
  readonly capability: string;
  /** Name of the function in the stack and of its folder in `dist`. */
  readonly functionName: string;
  readonly routes: readonly Route<never>[];
  /** Exists in the development stage only. */
  readonly developmentOnly?: true;
}

const erased = <Deps>(routes: readonly Route<Deps>[]) => routes as unknown as readonly Route<never>[];

export const allRoutes: readonly CapabilityRoutes[] = [
  { capability: 'intake', functionName: 'intake-api', routes: erased(intakeRoutes) },
  { capability: 'documents', functionName: 'documents-api', routes: erased(documentRoutes) },
  { capability: 'source-system', functionName: 'source-system-api', routes: erased(sourceSystemRoutes) },
  { capability: 'operations', functionName: 'operations-api', routes: erased(operationsRoutes) },
  { capability: 'integration', functionName: 'integration-api', routes: erased(integrationRoutes) },
  { capability: 'canonical', functionName: 'canonical-api', routes: erased(canonicalRoutes) },
  { capability: 'dashboard', functionName: 'dashboard-api', routes: erased(dashboardRoutes) },
  { capability: 'reference-data', functionName: 'reference-api', routes: erased(referenceRoutes) },
  { capability: 'erasure', functionName: 'erasure-api', routes: erased(erasureRoutes) },
  { capability: 'system', functionName: 'system-api', routes: erased(systemRoutes) },
  {
    capability: 'development',
    functionName: 'development-api',
    routes: erased(developmentRoutes),
    developmentOnly: true,
  },
];
