// A hub of a test file's own: the table, ended with the file, and the use cases over it.
import { afterAll } from 'vitest';
import { lifecycle } from './lifecycle.ts';
import { startTestTable } from './table.ts';

/** Call it at the top of a file, and once. */
export async function startLifecycle() {
  const test = await startTestTable();
  afterAll(() => test.stop());
  return { test, hub: lifecycle(test.documents) };
}
