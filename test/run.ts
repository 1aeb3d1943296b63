// `npm test`: every suite that needs neither Docker nor a deployment; with Chromium on the machine the browser suite too.
// Arguments name other suites to run instead. Ends with one line, `N passed, N failed`.
import { startVitest } from 'vitest/node';
import { findChromium } from '../infra/chromium.ts';
import { failuresOf } from './failures.ts';

const named = process.argv.slice(2);
const suites = named.length > 0 ? named : [...withoutBrowser(), ...browserSuite()];

function withoutBrowser(): readonly string[] {
  return ['unit', 'conformance', 'infra', 'host', 'fault', 'e2e'];
}

function browserSuite(): readonly string[] {
  if (findChromium() !== undefined) return ['browser'];
  const hint = 'install a Chromium (Debian: chromium) or set CHROMIUM to its path';
  if (process.env['CI'] === 'true') {
    process.stderr.write(`no Chromium, and with CI=true the browser suite has to run: ${hint}\n`);
    process.exit(1);
  }
  process.stderr.write(`no Chromium on this machine: the browser suite is left out; ${hint}\n`);
  return [];
}

const vitest = await startVitest('test', [], { run: true, watch: false, project: suites });
const passed = vitest.state
  .getTestModules()
  .flatMap((module) => [...module.children.allTests()])
  .filter((test) => test.result().state === 'passed').length;
const failures = failuresOf(vitest);
await vitest.close();
process.stdout.write('\n');
for (const { where, said } of failures) process.stdout.write(`FAILED ${where}: ${said}\n`);
process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
