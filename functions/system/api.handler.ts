// Entry of the system API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { readingHttpTools } from '../../shared/runtime/compose-http-reading.ts';
import { systemDeps } from '../../shared/runtime/compose-system.ts';
import { http } from '../../shared/runtime/http.ts';
import { systemRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(systemRoutes, systemDeps(client, import.meta.url), readingHttpTools(client));
