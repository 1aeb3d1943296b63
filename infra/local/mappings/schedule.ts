// Runs the template's EventBridge rules on schedule, or on demand for tests.
import { randomUUID } from 'node:crypto';
import type { Invocation } from '../lambda/function-messages.ts';
import { elapsed, type Log } from '../process/log.ts';
import { embeddedAccount, embeddedRegion, type JsonObject } from '../template/intrinsics.ts';
import { rateMs } from './schedule-expression.ts';

export interface RuleSpec {
  readonly name: string;
  readonly arn: string;
  readonly expression: string;
  readonly enabled: boolean;
  readonly targets: readonly { readonly functionName: string; readonly input: JsonObject | undefined }[];
}

export interface Schedules {
  /** Runs a rule's targets now. @throws Error for an unknown rule */
  run(name: string): Promise<readonly Invocation[]>;
  stop(): void;
}

export function startSchedules(
  rules: readonly RuleSpec[],
  invoke: (functionName: string, event: JsonObject) => Promise<Invocation>,
  log: Log,
): Schedules {
  const timers: NodeJS.Timeout[] = [];
  const fire = async (rule: RuleSpec): Promise<readonly Invocation[]> => {
    const startedMs = performance.now();
    const event = scheduledEvent(rule.arn);
    const results = await Promise.all(
      rule.targets.map(({ functionName, input }) => invoke(functionName, input ?? event)),
    );
    const outcome = results.map((result) => (result.kind === 'result' ? 'ok' : result.error.errorType)).join(' ');
    const names = rule.targets.map(({ functionName }) => functionName).join(' ');
    log.line(`schedule ${names} ${outcome} ${elapsed(startedMs)} trace=-`);
    return results;
  };
  for (const rule of rules) {
    const everyMs = rateMs(rule.expression);
    const run = (): void =>
      void fire(rule).catch((error: Error) => log.line(`schedule ${rule.name} failed: ${error.message}`));
    if (rule.enabled) timers.push(setInterval(run, everyMs).unref());
  }
  return {
    run: (name) => {
      const rule = rules.find((candidate) => candidate.name === name);
      return rule === undefined
        ? Promise.reject(new Error(`there is no schedule ${name} in the template`))
        : fire(rule);
    },
    stop: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

function scheduledEvent(arn: string): JsonObject {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: embeddedAccount,
    time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    region: embeddedRegion,
    resources: [arn],
    detail: {},
  };
}
