// The handle of a running host: names, counters and controls for tests.

import type { DynamoDbEngine } from '../backends/dynamodb-engine.ts';
import type { QueueAndBucket } from '../backends/queue-and-bucket.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { Counters } from '../mappings/counters.ts';
import { newCounters } from '../mappings/counters.ts';
import type { RunningMappings } from '../mappings/host-mappings.ts';
import type { Schedules } from '../mappings/schedule.ts';
import { arnName, readRules } from '../template/plan.ts';
import type { Template } from '../template/template.ts';
import { type HostOptions, type Names, pick, type RunningHost } from './host-model.ts';
import type { Undo } from './undo.ts';

/** All started parts of the host. */
export interface HostParts {
  readonly template: Template;
  readonly options: HostOptions;
  readonly front: { readonly apiUrl: string; readonly siteUrl: string; readonly documentsUrl: string | undefined };
  readonly engine: DynamoDbEngine;
  readonly queues: QueueAndBucket;
  readonly empty: boolean;
  readonly clientEnvironment: Readonly<Record<string, string>>;
  readonly pool: FunctionPool;
  readonly counters: Counters;
  readonly mappings: RunningMappings;
  readonly schedules: Schedules;
  readonly undo: Undo;
}

const defaultStopDeadlineMs = 10_000;

export function runningHost(parts: HostParts): RunningHost {
  const { template, options, front, engine, queues, pool, counters, undo } = parts;
  const names = namesOf(template, parts.mappings);
  return {
    apiUrl: front.apiUrl,
    siteUrl: front.siteUrl,
    documentsUrl: front.documentsUrl,
    outputs: localOutputs(template, front.apiUrl),
    endpoints: { dynamodb: engine.endpoint, sqs: queues.endpoint, s3: queues.endpoint },
    clientEnvironment: parts.clientEnvironment,
    names,
    empty: parts.empty,
    counters,
    invocations: pool.invocations,
    sqsRequests: () => queues.requestCounts(),
    resetCounters: () => {
      Object.assign(counters, newCounters());
      for (const name of Object.keys(pool.invocations)) {
        pool.invocations[name] = 0;
      }
    },
    environments: () => pool.environments(),
    mappings: { setEnabled: (which, enabled) => setEnabled(parts.mappings, names.mappings, which, enabled) },
    queues: {
      purge: (which) => queues.purge(pick(names.queues, which, 'queue')[1]),
      inspect: (which) => queues.inspect(pick(names.queues, which, 'queue')[1]),
    },
    invoke: (which, event) => pool.invoke(pick(names.functions, which, 'function')[1], event),
    runSchedule: (which) => parts.schedules.run(pick(names.rules, which, 'schedule')[0]),
    stop: () => undo.stop(options.stopDeadlineMs ?? defaultStopDeadlineMs),
    kill: () => undo.kill(),
  };
}

function namesOf(template: Template, mappings: RunningMappings): RunningHost['names'] {
  const byKind = (...kinds: readonly string[]): Names =>
    Object.fromEntries(template.resources(...kinds).map(({ logicalId }) => [logicalId, template.ref(logicalId)]));
  const queues = template
    .resources('AWS::SQS::Queue')
    .map(({ logicalId }) => [logicalId, arnName(template.arn(logicalId))]);
  return {
    tables: byKind('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'),
    queues: Object.fromEntries(queues),
    buckets: byKind('AWS::S3::Bucket'),
    functions: byKind('AWS::Lambda::Function'),
    rules: Object.fromEntries(
      readRules(template).map(({ name, targets }) => [name, targets.map((target) => target.functionName).join(' ')]),
    ),
    mappings: Object.fromEntries(mappings.all.map(({ spec }) => [spec.name, spec.functionName])),
  };
}

/** Finds all mappings of a function, or the mapping with the logical id. */
async function setEnabled(mappings: RunningMappings, names: Names, which: string, enabled: boolean): Promise<void> {
  const meant = mappings.all.filter(({ spec }) => spec.name === which || spec.functionName.includes(which));
  if (meant.length === 0) {
    pick(names, which, 'mapping');
  }
  await Promise.all(meant.map((mapping) => mapping.setEnabled(enabled)));
}

function localOutputs(template: Template, apiUrl: string): Readonly<Record<string, string>> {
  const outputs = Object.entries(template.outputs());
  const deployed = /^https:\/\/[0-9a-f]+\.execute-api\.[^/]+\/[^/]*\/?/;
  return Object.fromEntries(outputs.map(([name, value]) => [name, value.replace(deployed, `${apiUrl}/`)]));
}
