// Entry of the source-system API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { readingHttpTools } from '../../shared/runtime/http/reading-http-tools.ts';
import { sourceSystemDeps } from './compose.ts';
import { sourceSystemRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(sourceSystemRoutes, sourceSystemDeps(client), readingHttpTools(client));
