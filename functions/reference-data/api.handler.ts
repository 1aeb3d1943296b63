// Entry of the reference data API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { httpTools } from '../../shared/runtime/http/http-tools.ts';
import { referenceDeps } from './compose.ts';
import { referenceRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(referenceRoutes, referenceDeps(client), httpTools(client));
