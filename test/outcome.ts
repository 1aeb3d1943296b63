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
  };
  await vitest.close();
  return outcome;
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
