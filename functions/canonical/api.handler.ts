// Entry of the canonical API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { readingHttpTools } from '../../shared/runtime/compose-http-reading.ts';
import { canonicalDeps } from '../../shared/runtime/compose-stores.ts';
import { http } from '../../shared/runtime/http.ts';
import { canonicalRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(canonicalRoutes, canonicalDeps(client), readingHttpTools(client));
