// Entry of the integration API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { httpTools } from '../../shared/runtime/compose-http.ts';
import { integrationDeps } from '../../shared/runtime/compose-stores.ts';
import { http } from '../../shared/runtime/http.ts';
import { integrationRoutes } from './routes.ts';

const client = tableClient();
const tools = httpTools(client);
export const handler = http(integrationRoutes, integrationDeps(client, tools.log), tools);
