// Entry of the document API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { httpTools } from '../../shared/runtime/http/http-tools.ts';
import { documentsDeps } from './compose.ts';
import { documentRoutes } from './routes.ts';

const client = tableClient();
const tools = httpTools(client);
export const handler = http(documentRoutes, documentsDeps(client, tools.log), tools);
