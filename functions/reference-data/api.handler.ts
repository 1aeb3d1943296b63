// Entry of the reference data API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { readingHttpTools } from '../../shared/runtime/compose-http-reading.ts';
import { requireEnv } from '../../shared/runtime/env.ts';
import { http } from '../../shared/runtime/http.ts';
import { referenceRoutes } from './routes.ts';

export const handler = http(referenceRoutes, { version: requireEnv('version') }, readingHttpTools(tableClient()));
