// Entry of the dashboard API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { httpTools } from '../../shared/runtime/compose-http.ts';
import { dashboardDeps } from '../../shared/runtime/compose-stores.ts';
import { http } from '../../shared/runtime/http.ts';
import { dashboardRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(dashboardRoutes, dashboardDeps(client), httpTools(client));
