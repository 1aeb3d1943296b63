// Entry of the erasure API. It needs no stored answers: repeating a request goes on with it.
import { tableClient } from '../../shared/adapters/clients.ts';
import { readingHttpTools } from '../../shared/runtime/compose-http-reading.ts';
import { erasureDeps } from '../../shared/runtime/compose-stores.ts';
import { http } from '../../shared/runtime/http.ts';
import { erasureRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(erasureRoutes, erasureDeps(client), readingHttpTools(client));
