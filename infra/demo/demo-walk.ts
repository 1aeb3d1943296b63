// Entry of `npm run demo:walk`: walks through the demonstration on a running hub and narrates each step.
import { readDemoOptions, runScript } from './demo-options.ts';
import { hubApi } from './hub-api.ts';
import { narrator } from './narrator.ts';
import { walk } from './walk.ts';

const usage = `npm run demo:walk -- [options]
  --api URL   address of the hub's API (http://127.0.0.1:8000)
Exits with code 1 when a step fails.
`;

await runScript(async () => {
  const options = readDemoOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const hub = hubApi(options.api);
  const startedMs = performance.now();
  try {
    process.stdout.write(`The demonstration, as an operator, on ${hub.url}\n`);
    await walk(
      await hub.as('operator'),
      narrator((text) => process.stdout.write(text)),
    );
    process.stdout.write(`\nAll nine steps succeeded in ${((performance.now() - startedMs) / 1000).toFixed(1)} s.\n`);
    return 0;
  } finally {
    hub.close();
  }
});
