// The function table: every function of the hub as data, joined from the files of the capabilities. Constructs, bundler,
// documents and rights tests read it, and nothing else says what a function may reach. A right that is not in a row is
// not granted.
import { canonicalFunctions } from './canonical.ts';
import { dashboardFunctions } from './dashboard.ts';
import { developmentFunctions } from './development.ts';
import { documentFunctions } from './documents.ts';
import { erasureFunctions } from './erasure.ts';
import { eventFunctions } from './events.ts';
import type { FunctionSpec } from './function-spec.ts';
import { intakeFunctions } from './intake.ts';
import { operationsFunctions } from './operations.ts';
import { referenceFunctions } from './reference-data.ts';
import { sourceSystemFunctions } from './source-system.ts';
import { syncFunctions } from './sync.ts';
import { systemFunctions } from './system.ts';

/** Every function of the hub. */
export const functionTable: readonly FunctionSpec[] = [
  ...intakeFunctions,
  ...documentFunctions,
  ...sourceSystemFunctions,
  ...eventFunctions,
  ...syncFunctions,
  ...operationsFunctions,
  ...canonicalFunctions,
  ...dashboardFunctions,
  ...referenceFunctions,
  ...erasureFunctions,
  ...systemFunctions,
  ...developmentFunctions,
];
