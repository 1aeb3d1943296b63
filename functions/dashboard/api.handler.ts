// Entry of the dashboard API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { memo } from '../../shared/async/memo.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { httpTools } from '../../shared/runtime/http/http-tools.ts';
import { dashboardDeps } from './compose.ts';
import { overviewNow } from './read-dashboard.ts';
import { dashboardRoutes } from './routes.ts';

const client = tableClient();
const deps = dashboardDeps(client);
// One dashboard polls every few seconds, and many may be open.
const overview = memo(1000, deps.nowMs, () => overviewNow(deps));
export const handler = http(dashboardRoutes, { ...deps, overview }, httpTools(client));
