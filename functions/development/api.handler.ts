// Entry of the development API: sign-in without passwords and reset of the demonstration. No other stage has it.
import { tableClient } from '../../shared/adapters/clients.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { readingHttpTools } from '../../shared/runtime/http/reading-http-tools.ts';
import { developmentDeps } from './compose.ts';
import { developmentRoutes } from './routes.ts';

const client = tableClient();
// Tokens are never stored, so this function has no store of answers by Idempotency-Key.
export const handler = http(developmentRoutes, developmentDeps(client), readingHttpTools(client));
