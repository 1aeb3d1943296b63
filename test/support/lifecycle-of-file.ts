// A hub for one test file: its table, removed with the file, and the use cases over it.
import { afterAll } from 'vitest';
import { lifecycle } from './lifecycle.ts';
import { startTestTable } from './table.ts';

/** Call it once at the top of a file. */
export async function startLifecycle() {
  const test = await startTestTable();
  afterAll(() => test.stop());
  return { test, hub: lifecycle(test.documents) };
}
