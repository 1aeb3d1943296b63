// The tables of the documents that follow from the rows: schedules, queues and alarms.
import type { AlarmSpec } from './functions/alarm-spec.ts';
import { alarmTable, inWords } from './functions/alarm-table.ts';
import type { FunctionSpec } from './functions/function-spec.ts';
import { functionTable } from './functions/function-table.ts';
import { type QueueSpec, queuesOf, readersOf } from './functions/queue-spec.ts';
import { queueTable } from './functions/queues.ts';
import { code, none, table } from './markdown-table.ts';

const hubQueues = queuesOf(queueTable);

/** Every function that a rule starts, with its rate. */
export function scheduleTable(functions: readonly FunctionSpec[] = functionTable): string {
  const rows = functions.flatMap(({ name, trigger, timeoutSeconds, description }) =>
    trigger.kind === 'schedule'
      ? [[code(name), `every ${inWords(trigger.everyMinutes)}`, secondsOf(timeoutSeconds), description]]
      : [],
  );
  return table(['Function', 'Runs', 'Timeout', 'What it does'], rows);
}

/** Every queue with its settings and who finds it by which variable. */
export function queueSettingsTable(
  queues: readonly QueueSpec[] = hubQueues,
  functions: readonly FunctionSpec[] = functionTable,
): string {
  const rows = queues.map((queue) => [
    queue.title,
    queue.holds,
    readersOf(queue, functions)
      .map(({ name }) => code(name))
      .join(', '),
    `${queue.retentionDays} days`,
    `${queue.visibilityTimeouts} timeouts of its reader`,
    queue.redrive === undefined ? 'until the reader succeeds' : `${queue.redrive.maxReceiveCount}, then dead letter`,
    queue.urlVariable === undefined ? none : code(queue.urlVariable),
  ]);
  return table(['Queue', 'Holds', 'Read by', 'Keeps', 'Hides for', 'Deliveries', 'Variable of senders'], rows);
}

const hubAlarms = alarmTable(functionTable, hubQueues);

/** Every alarm with its condition. @param runbook Address of the runbook, in front of its sections. */
export function alarmsTable(runbook: string, alarms: readonly AlarmSpec[] = hubAlarms): string {
  const rows = alarms.map((alarm) => [
    `[${code(alarm.name)}](${runbook}#${alarm.section})`,
    alarm.meaning,
    conditionOf(alarm),
  ]);
  return table(['Alarm', 'Meaning', 'Condition'], rows);
}

const measureWords = {
  errors: 'failed runs',
  invocations: 'runs',
  'iterator-age': 'age of records in ms',
  messages: 'waiting messages',
  'oldest-age': 'age of the oldest message in s',
  'server-errors': 'answers with 5xx',
} as const;

/** Threshold, measure and time of an alarm. */
function conditionOf({ watches, threshold, periodMinutes = 5, periods = 1, silence = 'fine' }: AlarmSpec): string {
  const { measure } = watches;
  const words = typeof measure === 'string' ? measureWords[measure] : code(measure.emitted);
  const sign = silence === 'fault' ? '<' : '≥';
  const time = periods === 1 ? `${periodMinutes} min` : `each of ${periods} × ${periodMinutes} min`;
  return `${words} ${sign} ${threshold.toLocaleString('en')} in ${time}`;
}

const secondsOf = (timeout: FunctionSpec['timeoutSeconds']): string =>
  typeof timeout === 'number' ? `${timeout} s` : code(timeout);
