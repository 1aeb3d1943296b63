// Entry of `npm run demo:reset`: asks a running hub to empty its store and to seed the demonstration again.
import { readDemoOptions, runScript } from './demo-options.ts';
import { type HubApi, hubApi, refusalOf } from './hub-api.ts';

const usage = `npm run demo:reset -- [options]
  --api URL   address of the hub's API (http://127.0.0.1:8000)
  --empty     leave the store empty instead of seeding it
`;

await runScript(async () => {
  const options = readDemoOptions(process.argv.slice(2), {}, ['empty']);
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const hub = hubApi(options.api);
  try {
    return await reset(hub, !options.flags.has('empty'));
  } finally {
    hub.close();
  }
});

/** @returns the exit code */
async function reset(hub: HubApi, seed: boolean): Promise<number> {
  const admin = await hub.as('admin');
  process.stdout.write(`emptying the store of ${hub.url}${seed ? ' and seeding the demonstration' : ''} ...\n`);
  const startedMs = performance.now();
  const answer = await admin.call('POST', '/admin/demo/reset', { body: { seed } });
  if (answer.status !== 200) {
    process.stderr.write(`the hub refused: ${refusalOf(answer)}\n`);
    return 1;
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  process.stdout.write(`${String(answer.body['deleted'])} items deleted, done after ${seconds} s\n`);
  return 0;
}
