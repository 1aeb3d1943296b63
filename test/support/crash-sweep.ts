// The crash sweep: runs a scenario once to count its AWS calls, then once per call and failure mode, drains all queues,
// and checks the raw table. It counts uncovered points instead of ignoring them.
import { divergences } from './convergence.ts';
import { type PointMode, pointModes } from './fault-points.ts';
import { type Call, newWorld, type World, type WorldOptions } from './fault-world.ts';
import { stragglers, violations } from './invariants.ts';
import { backwards, eventWrongs } from './invariants-events.ts';
import type { TestTable } from './table.ts';

export interface Scenario {
  readonly name: string;
  readonly options?: WorldOptions;
  /** Prepares a new world for the scenario, without faults. @returns input of the scenario */
  readonly prepare: (world: World) => Promise<string>;
  /** The faulted part; its clients retry unanswered requests. */
  readonly act: (world: World, subject: string, client: Client) => Promise<void>;
  /** Returns the ids of accepted submissions from the table, and further violations. */
  readonly judge: (items: Items, world: World) => readonly string[];
  /** Scheduled work before the check. */
  readonly later?: (world: World) => Promise<void>;
  /** The scenario allows a dismissed letter, and so a submission without a case. */
  readonly givesUp?: true;
  /** Kinds of process whose faults only the sweep repairs. @default api and sweep: all others are redelivered */
  readonly sweptAfter?: readonly string[];
}

type Items = Awaited<ReturnType<World['items']>>;
/** Sends one request and retries it with the same key until it gets a final answer. */
export type Client = (call: Call) => Promise<Readonly<Record<string, unknown>>>;

export interface SweepResult {
  /** Names of the scenario's calls. */
  readonly calls: readonly string[];
  /** Calls times modes. */
  readonly points: number;
  /** Points at which the fault hit the intended call. */
  readonly covered: number;
  /** `scenario, call n, mode: violation`. */
  readonly violations: readonly string[];
}

const afterIdempotencyLock = 20_000;
const afterAMinute = 61_000;
const mostRepetitions = 6;

function clientOf(world: World): Client {
  return async (call) => {
    const key = crypto.randomUUID();
    for (let attempt = 0; attempt < mostRepetitions; attempt += 1) {
      const answer = await world.request({ ...call, headers: { ...call.headers, 'idempotency-key': key } });
      if (answer !== undefined && answer.status < 300) return answer.body;
      const passes = answer === undefined || answer.status >= 500 || answer.body['code'] === 'IDEMPOTENCY.IN_PROGRESS';
      if (!passes) throw new Error(`a client was refused with ${answer.status} ${String(answer.body['code'])}`);
      world.advance(afterIdempotencyLock);
    }
    throw new Error(`a client was not answered in ${mostRepetitions} attempts`);
  };
}

/** Runs the scenario with one fault or none. @returns violations, and the faulted call */
async function runOnce(
  engine: TestTable,
  scenario: Scenario,
  options: WorldOptions,
  fault?: { readonly n: number; readonly mode: PointMode },
): Promise<{
  readonly wrongs: readonly string[];
  readonly struck: string | undefined;
  readonly calls: readonly string[];
}> {
  const world = await newWorld(engine, { ...scenario.options, ...options });
  const wrongs: string[] = [];
  try {
    const subject = await scenario.prepare(world);
    const before = await world.items();
    if (fault === undefined) world.faults.count();
    else world.faults.arm(fault.n, fault.mode);
    await scenario.act(world, subject, clientOf(world)).catch((error: unknown) => void wrongs.push(String(error)));
    if (!(await world.pump())) wrongs.push('does not come to rest');
    const calls = [...world.faults.calls];
    const { struck } = world.faults;
    wrongs.push(...(await settled(world, scenario, struck?.kind, before)));
    wrongs.push(...scenario.judge(await world.items(), world));
    return { wrongs, struck: struck === undefined ? undefined : `${struck.kind}: ${struck.call}`, calls };
  } finally {
    world.end();
  }
}

/** Advances the clock until nothing is left to do, and checks the table on the way and at the end. */
async function settled(
  world: World,
  scenario: Scenario,
  struckKind: string | undefined,
  before: Items,
): Promise<readonly string[]> {
  const wrongs: string[] = [];
  let last = before;
  const look = async (step: () => Promise<unknown>): Promise<void> => {
    await step();
    const items = await world.items();
    wrongs.push(...backwards(last, items), ...eventWrongs(items));
    last = items;
  };
  await look(async () => undefined);
  const owed = last.filter(isOwed).length;
  const sweptAfter = scenario.sweptAfter ?? ['api', 'sweep'];
  if (owed > 0 && !sweptAfter.includes(struckKind ?? '')) wrongs.push(`${owed} events wait for the sweep`);
  await look(() => world.faults.late());
  await world.pump();
  for (let minute = 0; minute < 2 && last.some(isOwed); minute += 1) {
    world.advance(afterAMinute);
    await world.sweep();
    await look(() => world.pump());
  }
  await scenario.later?.(world);
  // Only faults of the projector may leave wrong counters; the next run of their repair puts them right.
  if (struckKind === 'projector') await world.repairCounters();
  const items = await world.items();
  const owedStill = items.filter(isOwed).length;
  if (owedStill > 0) wrongs.push(`${owedStill} events are still owed after two sweeps`);
  if (world.givenUp.length > 0) wrongs.push(`${world.givenUp.length} stream records were given up`);
  return [...wrongs, ...violations(items, acceptedOf(items, scenario)), ...stragglers(items), ...divergences(items)];
}

const isOwed = (item: Items[number]): boolean => item['event_status'] === 'pending';

/** Submissions that must have reached their effects. */
function acceptedOf(items: Items, { givesUp }: Scenario): readonly string[] {
  if (givesUp === true && items.some(({ status }) => status === 'dismissed')) return [];
  const submissions = items.filter(({ entity }) => entity === 'submission');
  return submissions.map(({ pk }) => String(pk).slice('INTAKE#'.length));
}

export interface SweepOptions {
  readonly options?: WorldOptions;
  /** `first-violation` is enough to detect a missing guard. @default end */
  readonly until?: 'end' | 'first-violation';
  /** Kind of process with faulted calls. @default all */
  readonly at?: string | undefined;
  /** Takes each nth of the modes at a call, beginning one later with each call. @default 1 */
  readonly everyNth?: number;
}

export async function crashSweep(
  engine: TestTable,
  scenario: Scenario,
  { options = {}, until = 'end', at = '', everyNth = 1 }: SweepOptions = {},
): Promise<SweepResult> {
  const clean = await runOnce(engine, scenario, options);
  const found = clean.wrongs.map((wrong) => `${scenario.name}, without a fault: ${wrong}`);
  let covered = 0;
  const wanted = clean.calls.flatMap((call, index) => (call.startsWith(at) ? [index + 1] : []));
  const points = wanted.flatMap((n) =>
    pointModes.filter((_, index) => (n + index) % everyNth === 0).map((mode) => ({ n, mode })),
  );
  for (const { n, mode } of points) {
    if (until === 'first-violation' && found.length > 0) break;
    const { wrongs, struck } = await runOnce(engine, scenario, options, { n, mode });
    if (struck === clean.calls[n - 1]) covered += 1;
    found.push(...wrongs.map((wrong) => `${scenario.name}, call ${n} (${clean.calls[n - 1]}), ${mode}: ${wrong}`));
  }
  return { calls: clean.calls, points: points.length, covered, violations: found };
}
