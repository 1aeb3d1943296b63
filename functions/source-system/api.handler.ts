// Entry of the source-system API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { readingHttpTools } from '../../shared/runtime/compose-http-reading.ts';
import { intakeDeps } from '../../shared/runtime/compose-stores.ts';
import { http } from '../../shared/runtime/http.ts';
import { sourceSystemRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(sourceSystemRoutes, intakeDeps(client), readingHttpTools(client));
