// Entry point of the CDK CLI and of the embedded host's synthesis: all routes, the bundles in dist/, the CDK context.
import { allRoutes } from '../functions/routes.ts';
import { RefusedOption } from './context.ts';
import { distDir } from './dist-dir.ts';
import { hubApp } from './hub-app.ts';

try {
  const { app } = await hubApp({ routes: allRoutes, bundlesDir: distDir });
  app.synth();
} catch (error) {
  if (!(error instanceof RefusedOption)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
