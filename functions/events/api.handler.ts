// Entry of the integration API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { httpTools } from '../../shared/runtime/http/http-tools.ts';
import { integrationDeps } from './compose.ts';
import { integrationRoutes } from './routes.ts';

const client = tableClient();
const tools = httpTools(client);
export const handler = http(integrationRoutes, integrationDeps(client, tools.log), tools);
