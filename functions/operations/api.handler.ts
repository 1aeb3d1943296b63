// Entry of the operational API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { httpTools } from '../../shared/runtime/http/http-tools.ts';
import { operationsDeps } from './compose.ts';
import { operationsRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(operationsRoutes, operationsDeps(client), httpTools(client));
