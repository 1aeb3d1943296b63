// Starts the template's event source mappings on the running services.
import { join } from 'node:path';
import type { AwsCall } from '../backends/aws-json.ts';
import type { Table } from '../backends/tables.ts';
import type { Invocation } from '../lambda/function-messages.ts';
import type { Log } from '../process/log.ts';
import type { JsonObject } from '../template/intrinsics.ts';
import type { Mappings, StreamMappingPlan } from '../template/plan.ts';
import { Checkpoint } from './checkpoint.ts';
import type { Counters } from './counters.ts';
import { QueueMapping } from './queue-mapping.ts';
import { StreamMapping } from './stream-mapping.ts';
import { StreamReader } from './stream-reader.ts';

export interface MappingDeps {
  readonly streams: AwsCall;
  readonly sqs: AwsCall;
  readonly release: (queueName: string) => Promise<void>;
  readonly invoke: (functionName: string, event: JsonObject) => Promise<Invocation>;
  readonly queueUrl: (queueName: string) => string;
  readonly tables: readonly Table[];
  readonly checkpointFolder: string;
  readonly counters: Counters;
  readonly log: Log;
}

export interface RunningMappings {
  readonly all: readonly (StreamMapping | QueueMapping)[];
  /** Notes that a function may have written; stream mappings poll soon. @param running Number of running invocations */
  poke(running: number): void;
  stop(): Promise<void>;
  /** Stops at once and abandons running batches. */
  kill(): Promise<void>;
}

export function startMappings(mappings: Mappings, deps: MappingDeps): RunningMappings {
  const streams = mappings.streams.map((plan) => startStream(plan, deps));
  const queues = mappings.queues.map((spec) => {
    const { sqs: call, release, invoke, counters, log } = deps;
    return new QueueMapping(spec, { call, release, invoke, counters, log });
  });
  const all = [...streams, ...queues];
  return {
    all,
    poke: (running) => {
      for (const mapping of streams) {
        mapping.poke(running);
      }
    },
    stop: async () => void (await Promise.all(all.map((mapping) => mapping.stop()))),
    kill: async () => {
      for (const mapping of all) {
        mapping.abandon();
      }
    },
  };
}

export function checkpointFolder(dataDir: string): string {
  return join(dataDir, 'checkpoints');
}

function startStream(plan: StreamMappingPlan, deps: MappingDeps): StreamMapping {
  const table = deps.tables.find(({ name }) => name === plan.tableName);
  if (table?.streamArn === undefined) {
    throw new Error(`the mapping ${plan.name} reads the stream of ${plan.tableName}, which has none`);
  }
  const checkpoint = new Checkpoint(deps.checkpointFolder, plan.name, table.name, table.streamArn);
  const reader = new StreamReader({
    call: deps.streams,
    streamArn: table.streamArn,
    eventSourceArn: plan.streamArn,
    checkpoint,
    // A table that this start created has no old records to skip; LATEST would lose writes before the first poll.
    startingPosition: table.created ? 'TRIM_HORIZON' : plan.startingPosition,
    counters: deps.counters,
  });
  const giveUp = async (message: JsonObject) => {
    if (plan.onFailureQueue !== undefined) {
      await deps.sqs('SendMessage', {
        QueueUrl: deps.queueUrl(plan.onFailureQueue),
        MessageBody: JSON.stringify(message),
      });
    }
  };
  const { invoke, counters, log } = deps;
  return new StreamMapping(plan, { reader, checkpoint, invoke, giveUp, counters, log });
}
