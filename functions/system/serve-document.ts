// Serves the generated API document, and a page that shows it without a content delivery network.
import { notFound } from '../../shared/errors/not-found.ts';

export interface ServeDocumentDeps {
  /** A file beside the handler; undefined for a missing one. */
  readonly readFile: (name: string) => Promise<{ readonly content: string; readonly etag: string } | undefined>;
}

export interface ServedText {
  readonly content: string;
  readonly contentType: string;
  readonly etag: string;
}

/** The allowed assets of the page; all other names are not found. */
const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'init.js': 'text/javascript; charset=utf-8',
};

// Relative to the page, so that it works behind any stage name or domain.
const initScript = `window.ui = SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#page',
  deepLinking: true,
  displayRequestDuration: true,
  validatorUrl: null,
});
`;

export const docsPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Integration hub API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css">
    <link rel="icon" href="data:,">
    <script src="docs/swagger-ui-bundle.js" defer></script>
    <script src="docs/init.js" defer></script>
  </head>
  <body>
    <main id="page"><noscript>This page needs JavaScript; the document itself is openapi.json.</noscript></main>
  </body>
</html>
`;

/** The page loads its own files and the API only. Swagger UI sets inline styles and draws inline icons. */
export const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** @throws HubError not-found */
export async function serveAsset(name: string, deps: ServeDocumentDeps): Promise<ServedText> {
  const contentType = Object.hasOwn(assets, name) ? assets[name] : undefined;
  if (contentType === undefined) throw notFound('page asset', name.slice(0, 100));
  if (name === 'init.js') return { content: initScript, contentType, etag: 'init-1' };
  const file = await deps.readFile(`./docs/${name}`);
  if (file === undefined) throw notFound('page asset', name);
  return { ...file, contentType };
}

/** @throws HubError not-found when the bundle was built without the document. */
export async function serveOpenApi(deps: ServeDocumentDeps): Promise<ServedText> {
  const file = await deps.readFile('./openapi.json');
  if (file === undefined) throw notFound('API document', 'openapi.json');
  return { ...file, contentType: 'application/json' };
}
