// What went wrong in a run: tests, and files, groups and hooks that broke before their tests could say so.
import type { TestCase, TestModule, TestSuite, Vitest } from 'vitest/node';

/** One failure of a run: where it is and the first line of what it said. */
export type Failure = { readonly where: string; readonly said: string };

/** Failures of a finished run. A hook that fails leaves its tests skipped, so groups and files are asked for theirs. */
export function failuresOf(vitest: Vitest): readonly Failure[] {
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const groups = modules.flatMap((module) => [...module.children.allSuites()]);
  return [
    ...tests.filter((test) => test.result().state === 'failed').map((test) => failure(test, test.result().errors)),
    ...[...groups, ...modules].filter((part) => part.errors().length > 0).map((part) => failure(part, part.errors())),
    ...vitest.state.getUnhandledErrors().map((error) => ({ where: 'outside of any test', said: firstLine(error) })),
  ];
}

function failure(part: TestCase | TestSuite | TestModule, errors: readonly unknown[] = []): Failure {
  const file = part.type === 'module' ? part.relativeModuleId : part.module.relativeModuleId;
  const name = part.type === 'module' ? '' : ` > ${part.fullName}`;
  return { where: `${file}${name}`, said: firstLine(errors[0]) };
}

function firstLine(error: unknown): string {
  const text = error instanceof Object && 'message' in error ? String(error.message) : String(error);
  return text.split('\n', 1)[0] ?? '';
}
