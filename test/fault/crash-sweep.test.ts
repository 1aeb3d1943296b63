// Every AWS call of every scenario, gone wrong in every way: in the end the invariants hold. Unless WHOLE=true each call
// goes wrong in two of the six ways, each way at every third call.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { crashSweep } from '../support/crash-sweep.ts';
import { scenarios } from '../support/fault-scenarios.ts';
import { startTestTable, type TestTable } from '../support/table.ts';
import { whole } from '../support/whole.ts';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTestTable();
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterAll(async () => {
  vi.useRealTimers();
  await engine.stop();
});

describe('the crash sweep', () => {
  it.each(scenarios)('covers every call of $name', async (scenario) => {
    const startedMs = performance.now();

    const result = await crashSweep(engine, scenario, { everyNth: whole ? 1 : 3 });

    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    process.stdout.write(
      `crash sweep, ${scenario.name}: ${result.covered} / ${result.points} points (${result.calls.length} calls), ${result.violations.length} violations, ${seconds} s\n`,
    );
    expect(result.violations).toEqual([]);
    expect(result.covered).toBe(result.points);
  });
});
