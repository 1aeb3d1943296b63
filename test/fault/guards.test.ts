// A harness that cannot fail proves nothing: each guard is taken out in turn, and the crash sweep has to notice.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { crashSweep } from '../support/crash-sweep.ts';
import { scenarios } from '../support/fault-scenarios.ts';
import { guards } from '../support/guards.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let engine: TestTable;
let caught = 0;
beforeAll(async () => {
  engine = await startTestTable();
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterAll(async () => {
  vi.useRealTimers();
  process.stdout.write(`guards: ${caught} / ${guards.length} noticed when taken out\n`);
  await engine.stop();
});

describe('the crash sweep notices that a guard is missing', () => {
  it.each(guards)('$name', async ({ name, neededIn, without, at }) => {
    const needed = scenarios.filter((scenario) => neededIn.includes(scenario.name));
    expect(needed).toHaveLength(neededIn.length);

    const found: string[] = [];
    for (const scenario of needed) {
      if (found.length > 0) break;
      found.push(
        ...(await crashSweep(engine, scenario, { options: without, until: 'first-violation', at })).violations,
      );
    }

    if (found.length > 0) caught += 1;
    process.stdout.write(`without "${name}": ${found[0]?.slice(0, 200) ?? 'nothing noticed'}\n`);
    expect(found).not.toEqual([]);
  });
});
