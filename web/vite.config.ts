// Build of the dashboard: static files with hashed names and relative addresses, fit for any static host.
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

export default defineConfig(({ command }) => {
  // A build started by a test inherits NODE_ENV=test, and would be a larger development build.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    root: import.meta.dirname,
    base: './',
    plugins: [preact({ devToolsEnabled: false })],
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2022',
      // `light-dark()` and nesting are left as written; these are the first versions that know both.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      // The Content-Security-Policy allows files of this origin only, so nothing is inlined.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      sourcemap: false,
    },
  };
});
