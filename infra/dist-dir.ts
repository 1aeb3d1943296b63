// Where the bundles are; apart from the bundler, so that synthesis does not load esbuild.
import { dirname, join } from 'node:path';

export const projectRoot: string = dirname(import.meta.dirname);

/** One folder per function: what is deployed and what the embedded host runs. */
export const distDir: string = join(projectRoot, 'dist');
