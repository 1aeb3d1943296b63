// Every alarm of the hub as data: those that a function's trigger brings, those of its row, those of the queues and the API.
import { pascal } from '../logical-id.ts';
import type { AlarmSpec, FunctionAlarm } from './alarm-spec.ts';
import type { FunctionSpec } from './function-spec.ts';
import type { QueueSpec } from './queue-spec.ts';

/** The alarms of a stack with these functions and queues. */
export function alarmTable(functions: readonly FunctionSpec[], queues: readonly QueueSpec[]): readonly AlarmSpec[] {
  return [...functions.flatMap(functionAlarms), ...queues.map(queueAlarm), apiAlarm];
}

function functionAlarms(spec: FunctionSpec): readonly AlarmSpec[] {
  return [...(spec.alarms ?? []), ...triggerAlarms(spec)].map(({ measure, ...rule }) => ({
    ...rule,
    watches: { kind: 'function', name: spec.name, measure },
  }));
}

/** Alarms that follow from how a function is started. The API's own alarm covers those that it calls. */
function triggerAlarms(spec: FunctionSpec): readonly FunctionAlarm[] {
  const { name, trigger } = spec;
  switch (trigger.kind) {
    case 'rest':
      return [];
    case 'queue':
      return [manyErrors(spec)];
    case 'stream':
      return [
        manyErrors(spec),
        {
          name: `${name}-IteratorAge`,
          section: 'stream-reader-falls-behind',
          meaning: `Function ${name} is twelve hours behind the table's stream, which keeps 24`,
          measure: 'iterator-age',
          threshold: 12 * 3_600_000,
        },
      ];
    case 'schedule':
      return scheduleAlarms(spec, trigger.everyMinutes);
  }
}

function scheduleAlarms(spec: FunctionSpec, everyMinutes: number): readonly FunctionAlarm[] {
  const { name } = spec;
  if (everyMinutes === 1) {
    const silence: FunctionAlarm = {
      name: `${name}-Silence`,
      section: 'background-function-fails',
      meaning: `Function ${name}, which runs each minute, has not run for five`,
      measure: 'invocations',
      threshold: 1,
      silence: 'fault',
    };
    return [manyErrors(spec), silence];
  }
  if (everyMinutes > 60) {
    // The next run is hours away, so the first failure counts.
    return [
      errorsOf(spec, { meaning: `Function ${name} failed; it runs every ${inWords(everyMinutes)}`, threshold: 1 }),
    ];
  }
  const periodMinutes = 3 * everyMinutes;
  const meaning = `Function ${name} failed twice within ${periodMinutes} minutes, in which it runs three times`;
  return [errorsOf(spec, { meaning, threshold: 2, periodMinutes })];
}

const manyErrors = (spec: FunctionSpec): FunctionAlarm =>
  errorsOf(spec, {
    meaning: `Function ${spec.name} crashed or timed out three times within five minutes`,
    threshold: 3,
  });

const errorsOf = (
  { name, failureSection = 'background-function-fails' }: FunctionSpec,
  rule: Pick<FunctionAlarm, 'meaning' | 'threshold' | 'periodMinutes'>,
): FunctionAlarm => ({ name: `${name}-Errors`, section: failureSection, measure: 'errors', ...rule });

/** The rate of a schedule in words. */
export function inWords(minutes: number): string {
  const units = [
    ['day', 24 * 60],
    ['hour', 60],
  ] as const;
  const [unit, length] = units.find(([, most]) => minutes % most === 0) ?? ['minute', 1];
  return minutes === length ? unit : `${minutes / length} ${unit}s`;
}

/** Messages wait too long, or wait where none should. */
function queueAlarm({ name: queue, alarm: { name, section, meaning, oldestMinutes } }: QueueSpec): AlarmSpec {
  const rule = { name: pascal(name), section, meaning };
  return oldestMinutes === undefined
    ? // Parking empties the queue within seconds; two periods let it retry.
      { ...rule, watches: { kind: 'queue', name: queue, measure: 'messages' }, threshold: 1, periods: 2 }
    : { ...rule, watches: { kind: 'queue', name: queue, measure: 'oldest-age' }, threshold: 60 * oldestMinutes };
}

const apiAlarm: AlarmSpec = {
  name: 'ApiServerErrors',
  section: 'api-server-errors',
  meaning: 'The API answered five requests with 5xx within five minutes',
  watches: { kind: 'api', measure: 'server-errors' },
  threshold: 5,
};
