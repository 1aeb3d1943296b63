// Entry of the reference data API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { httpTools } from '../../shared/runtime/compose-http.ts';
import { referenceDeps } from '../../shared/runtime/compose-stores.ts';
import { http } from '../../shared/runtime/http.ts';
import { referenceRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(referenceRoutes, referenceDeps(client), httpTools(client));
