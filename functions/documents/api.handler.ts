// Entry of the document API.
import { tableClient } from '../../shared/adapters/clients.ts';
import { documentsDeps } from '../../shared/runtime/compose-documents.ts';
import { httpTools } from '../../shared/runtime/compose-http.ts';
import { http } from '../../shared/runtime/http.ts';
import { documentRoutes } from './routes.ts';

const client = tableClient();
const tools = httpTools(client);
export const handler = http(documentRoutes, documentsDeps(client, tools.log), tools);
