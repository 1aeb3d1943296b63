// Entry of the reference data API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { httpTools } from '../../shared/runtime/compose-http.ts';
import { requireEnv } from '../../shared/runtime/env.ts';
import { http } from '../../shared/runtime/http.ts';
import { referenceRoutes } from './routes.ts';

export const handler = http(referenceRoutes, { version: requireEnv('version') }, httpTools(tableClient()));
