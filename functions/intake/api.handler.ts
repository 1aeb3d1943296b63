// Entry of the intake API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { documentDeclaring } from '../../shared/runtime/compose-document-links.ts';
import { httpTools } from '../../shared/runtime/compose-http.ts';
import { intakeDeps } from '../../shared/runtime/compose-stores.ts';
import { http } from '../../shared/runtime/http.ts';
import { intakeRoutes } from './routes.ts';

const client = tableClient();
export const handler = http(
  intakeRoutes,
  { ...intakeDeps(client), documents: documentDeclaring(client) },
  httpTools(client),
);
