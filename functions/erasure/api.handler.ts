// Entry of the erasure API. It stores no answers, because a repeated request continues the erasure.
import { tableClient } from '../../shared/adapters/clients.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { readingHttpTools } from '../../shared/runtime/http/reading-http-tools.ts';
import { erasureDeps } from './compose.ts';
import { erasureRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(erasureRoutes, erasureDeps(client), readingHttpTools(client));
