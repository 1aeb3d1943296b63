// One run of test files and its outcome: tests that passed, and tests, groups, hooks and files that failed.
import { startVitest, type TestCase, type TestModule, type TestSuite, type Vitest } from 'vitest/node';

/** One failure: where it is, the first line of its message, and its file; undefined outside of any file. */
export interface Failure {
  readonly where: string;
  readonly said: string;
  readonly file: string | undefined;
}

export interface Outcome {
  readonly passed: number;
  readonly failures: readonly Failure[];
  /** Passed tests by file. */
  readonly passedIn: ReadonlyMap<string, number>;
  /** Seconds of work by suite: loading, hooks and tests of its files. Files that run side by side add up. */
  readonly secondsOf: ReadonlyMap<string, number>;
}

/** Runs these suites' files. @param files Paths from the root of the project; none means all. */
export async function runFiles(suites: readonly string[], files: readonly string[]): Promise<Outcome> {
  const vitest = await startVitest('test', [...files], { run: true, watch: false, project: [...suites] });
  const modules = vitest.state.getTestModules();
  const passedIn = new Map(modules.map((module) => [module.relativeModuleId, passedOf(module)]));
  const outcome = {
    passed: [...passedIn.values()].reduce((sum, passed) => sum + passed, 0),
    failures: failuresOf(vitest, modules),
    passedIn,
    secondsOf: secondsOf(modules),
  };
  await vitest.close();
  return outcome;
}

function secondsOf(modules: readonly TestModule[]): ReadonlyMap<string, number> {
  const seconds = new Map<string, number>();
  for (const module of modules) {
    const { prepareDuration, collectDuration, setupDuration, duration } = module.diagnostic();
    const spentMs = prepareDuration + collectDuration + setupDuration + duration;
    seconds.set(module.project.name, (seconds.get(module.project.name) ?? 0) + spentMs / 1000);
  }
  return seconds;
}

function passedOf(module: TestModule): number {
  return [...module.children.allTests()].filter((test) => test.result().state === 'passed').length;
}

/** A hook that fails leaves its tests skipped, so groups and files are asked for their errors too. */
function failuresOf(vitest: Vitest, modules: readonly TestModule[]): readonly Failure[] {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const groups = modules.flatMap((module) => [...module.children.allSuites()]);
  return [
    ...tests.filter((test) => test.result().state === 'failed').map((test) => failure(test, test.result().errors)),
    ...[...groups, ...modules].filter((part) => part.errors().length > 0).map((part) => failure(part, part.errors())),
    ...vitest.state
      .getUnhandledErrors()
      .map((error) => ({ where: 'outside of any test', said: firstLine(error), file: undefined })),
  ];
}

function failure(part: TestCase | TestSuite | TestModule, errors: readonly unknown[] = []): Failure {
  const file = part.type === 'module' ? part.relativeModuleId : part.module.relativeModuleId;
  const name = part.type === 'module' ? '' : ` > ${part.fullName}`;
  return { where: `${file}${name}`, said: firstLine(errors[0]), file };
}

function firstLine(error: unknown): string {
  const text = error instanceof Object && 'message' in error ? String(error.message) : String(error);
  return text.split('\n', 1)[0] ?? '';
}
