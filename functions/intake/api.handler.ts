// Entry of the intake API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { httpTools } from '../../shared/runtime/http/http-tools.ts';
import { documentDeclaring, intakeDeps } from './compose.ts';
import { intakeRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(
  intakeRoutes,
  { ...intakeDeps(client), documents: documentDeclaring(client) },
  httpTools(client),
);
