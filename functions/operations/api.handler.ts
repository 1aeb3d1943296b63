// Entry of the operational API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { httpTools } from '../../shared/runtime/compose-http.ts';
import { operationsDeps } from '../../shared/runtime/compose-stores.ts';
import { http } from '../../shared/runtime/http.ts';
import { operationsRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(operationsRoutes, operationsDeps(client), httpTools(client));
