// The folder of the bundles; apart from the bundler, so that synthesis does not load esbuild.
import { dirname, join } from 'node:path';

export const projectRoot: string = dirname(import.meta.dirname);

/** One folder per function, for deployment and for the embedded host. */
export const distDir: string = join(projectRoot, 'dist');
