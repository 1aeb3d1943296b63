// Entry of the canonical API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { readingHttpTools } from '../../shared/runtime/http/reading-http-tools.ts';
import { canonicalDeps } from './compose.ts';
import { canonicalRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(canonicalRoutes, canonicalDeps(client), readingHttpTools(client));
