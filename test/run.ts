// `npm test`: every suite that needs neither Docker nor a deployment; with Chromium on the machine the browser suite too.
// Arguments name other suites to run instead. A file that fails runs once more, alone, at the end: what passes then is
// printed as FLAKY and counts as passed. Ends with one line, `N passed, N failed`.
import { findChromium } from '../infra/chromium.ts';
import { type Failure, type Outcome, runFiles } from './outcome.ts';

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

/** Runs the failed files again, each alone. What fails outside of any file cannot be run again. */
async function runAgain(run: Outcome) {
  const left = run.failures.filter(({ file }) => file === undefined);
  const flaky: Failure[] = [];
  let passed = run.passed;
  for (const file of new Set(run.failures.flatMap(({ file: name }) => name ?? []))) {
    const again = await runFiles(suites, [file]);
    passed += again.passed - (run.passedIn.get(file) ?? 0);
    if (again.failures.length > 0) left.push(...again.failures);
    else flaky.push(...run.failures.filter(({ file: name }) => name === file));
  }
  return { passed, flaky, failures: left };
}

const first = await runFiles(suites, []);
const { passed, flaky, failures } = await runAgain(first);
process.stdout.write('\n');
for (const [suite, seconds] of first.secondsOf) process.stdout.write(`${suite}: ${Math.round(seconds)} s of work\n`);
for (const { where, said } of flaky) process.stdout.write(`FLAKY ${where}: ${said}\n`);
for (const { where, said } of failures) process.stdout.write(`FAILED ${where}: ${said}\n`);
process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
