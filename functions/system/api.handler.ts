// Entry of the system API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { readingHttpTools } from '../../shared/runtime/http/reading-http-tools.ts';
import { systemDeps } from './compose.ts';
import { systemRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(systemRoutes, systemDeps(client, import.meta.url), readingHttpTools(client));
