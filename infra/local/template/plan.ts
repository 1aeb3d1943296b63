// Converts the template's functions, queues, mappings and rules to the host's own model.
import { environmentNames } from '../../../shared/runtime/env.ts';
import type { QueueSpec } from '../backends/queue-and-bucket-messages.ts';
import type { FunctionSpec } from '../lambda/function-messages.ts';
import { compileFilter } from '../mappings/event-filter.ts';
import type { QueueMappingSpec } from '../mappings/queue-mapping.ts';
import type { RuleSpec } from '../mappings/schedule.ts';
import type { StreamMappingSpec } from '../mappings/stream-mapping.ts';
import { isObject, type Json, type JsonObject } from './intrinsics.ts';
import { object, objects, string, type Template } from './template.ts';

export function readFunctions(template: Template): readonly FunctionSpec[] {
  return template.resources('AWS::Lambda::Function').map(({ logicalId, properties }) => ({
    name: template.ref(logicalId),
    arn: template.arn(logicalId),
    codeFolder: template.assetFolder(string(object(properties['Code'])['S3Key'])),
    handler: string(properties['Handler']),
    timeoutMs: Number(properties['Timeout'] ?? 3) * 1000,
    memoryMb: Number(properties['MemorySize'] ?? 128),
    environment: Object.fromEntries(
      Object.entries(object(object(properties['Environment'])['Variables'])).map(([name, value]) => [
        name,
        String(value),
      ]),
    ),
  }));
}

/** Location of document bytes. */
export interface DocumentsPlan {
  readonly bucket: string;
  /** Origin that links are signed for. */
  readonly origin: string;
  /** Largest document, in bytes. */
  readonly limitBytes: number;
}

/** Reads the settings from the functions' environment; undefined when no function has them. */
export function readDocuments(template: Template): DocumentsPlan | undefined {
  const { documentBucket, documentsOrigin, documentLimitBytes } = environmentNames;
  for (const { environment } of readFunctions(template)) {
    const { [documentBucket]: bucket, [documentsOrigin]: origin, [documentLimitBytes]: limit } = environment;
    if (bucket !== undefined && origin !== undefined && limit !== undefined) {
      return { bucket, origin, limitBytes: Number(limit) };
    }
  }
  return undefined;
}

/**
 * Replaces the public document URL in the functions' environment by the local one. It is the only variable with an AWS
 * address for external clients, and so the only one that the host replaces.
 */
export function withDocumentsUrl(
  functions: readonly FunctionSpec[],
  documentsUrl: string | undefined,
): readonly FunctionSpec[] {
  const name = environmentNames.documentsUrl;
  return functions.map((spec) =>
    documentsUrl === undefined || spec.environment[name] === undefined
      ? spec
      : { ...spec, environment: { ...spec.environment, [name]: documentsUrl } },
  );
}

/** @param visibilityTimeoutSeconds Overrides the timeout of every queue, for tests */
export function readQueues(template: Template, visibilityTimeoutSeconds?: number): readonly QueueSpec[] {
  const attributes = [
    'VisibilityTimeout',
    'DelaySeconds',
    'MessageRetentionPeriod',
    'MaximumMessageSize',
    'ReceiveMessageWaitTimeSeconds',
    'RedrivePolicy',
    'FifoQueue',
    'ContentBasedDeduplication',
  ];
  const override = visibilityTimeoutSeconds === undefined ? {} : { VisibilityTimeout: visibilityTimeoutSeconds };
  return template.resources('AWS::SQS::Queue').map(({ logicalId, properties }) => {
    const given: JsonObject = { ...properties, ...override };
    return {
      name: arnName(template.arn(logicalId)),
      arn: template.arn(logicalId),
      attributes: Object.fromEntries(
        attributes.flatMap((name) => {
          const value = given[name];
          return value === undefined ? [] : [[name, attributeText(value)] as const];
        }),
      ),
    };
  });
}

function attributeText(value: Json): string {
  return isObject(value) ? JSON.stringify(value) : String(value);
}

export interface StreamMappingPlan extends StreamMappingSpec {
  readonly tableName: string;
  readonly startingPosition: 'LATEST' | 'TRIM_HORIZON';
  readonly onFailureQueue: string | undefined;
}

export interface Mappings {
  readonly streams: readonly StreamMappingPlan[];
  readonly queues: readonly QueueMappingSpec[];
}

/** @param maxConcurrency Maximum batches of one queue mapping in flight, whatever the template allows */
export function readMappings(template: Template, maxConcurrency: number): Mappings {
  const streams: StreamMappingPlan[] = [];
  const queues: QueueMappingSpec[] = [];
  for (const { logicalId, properties } of template.resources('AWS::Lambda::EventSourceMapping')) {
    const source = string(properties['EventSourceArn']);
    const functionName = nameOf(string(properties['FunctionName']));
    const common = {
      name: logicalId,
      functionName,
      windowMs: Number(properties['MaximumBatchingWindowInSeconds'] ?? 0) * 1000,
      partial: JSON.stringify(properties['FunctionResponseTypes'] ?? []).includes('ReportBatchItemFailures'),
      filter: compileFilter(
        objects(object(properties['FilterCriteria'])['Filters']).map((entry) => string(entry['Pattern'])),
      ),
      enabled: String(properties['Enabled'] ?? true) !== 'false',
    };
    if (source.includes(':dynamodb:')) {
      streams.push(streamMapping(properties, source, functionName, common));
    } else if (source.includes(':sqs:')) {
      queues.push(queueMapping(template, properties, source, common, maxConcurrency));
    } else {
      throw new Error(`the mapping ${logicalId} reads from ${source}, a source the embedded host does not know`);
    }
  }
  return { streams, queues };
}

type Common = Pick<QueueMappingSpec, 'name' | 'functionName' | 'windowMs' | 'partial' | 'filter' | 'enabled'>;

function streamMapping(
  properties: JsonObject,
  source: string,
  functionName: string,
  common: Common,
): StreamMappingPlan {
  const position = string(properties['StartingPosition']);
  if (position !== 'LATEST' && position !== 'TRIM_HORIZON') {
    throw new Error(
      `the mapping ${common.name} starts at ${position}; the embedded host knows LATEST and TRIM_HORIZON`,
    );
  }
  const destination = string(object(object(properties['DestinationConfig'])['OnFailure'])['Destination']);
  return {
    ...common,
    functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    streamArn: source,
    tableName: /:table\/([^/]+)\//.exec(source)?.[1] ?? '',
    batchSize: Number(properties['BatchSize'] ?? 100),
    startingPosition: position,
    bisect: properties['BisectBatchOnFunctionError'] === true,
    maximumRetryAttempts: Number(properties['MaximumRetryAttempts'] ?? -1),
    maximumRecordAgeSeconds: Number(properties['MaximumRecordAgeInSeconds'] ?? -1),
    onFailureQueue: destination === '' ? undefined : arnName(destination),
  };
}

/** Lambda starts with five pollers per queue; a mapping without a maximum gets five. */
const defaultConcurrency = 5;

function queueMapping(
  template: Template,
  properties: JsonObject,
  source: string,
  common: Common,
  maxConcurrency: number,
): QueueMappingSpec {
  const queue = template.resources('AWS::SQS::Queue').find(({ logicalId }) => template.arn(logicalId) === source);
  const allowed = Number(object(properties['ScalingConfig'])['MaximumConcurrency'] ?? defaultConcurrency);
  return {
    ...common,
    queueName: arnName(source),
    queueUrl: queue === undefined ? '' : template.ref(queue.logicalId),
    queueArn: source,
    batchSize: Number(properties['BatchSize'] ?? 10),
    // More batches than environments would only wait in the host while their visibility timeout runs out.
    concurrency: Math.min(allowed, maxConcurrency),
  };
}

export function readRules(template: Template): readonly RuleSpec[] {
  return template.resources('AWS::Events::Rule').map(({ logicalId, properties }) => {
    const expression = string(properties['ScheduleExpression']);
    if (expression === '') {
      throw new Error(`the rule ${logicalId} has an event pattern; the embedded host runs schedules only`);
    }
    return {
      name: logicalId,
      arn: template.arn(logicalId),
      expression,
      enabled: properties['State'] !== 'DISABLED',
      targets: objects(properties['Targets']).map((target) => ({
        functionName: nameOf(string(target['Arn'])),
        input: typeof target['Input'] === 'string' ? (JSON.parse(target['Input']) as JsonObject) : undefined,
      })),
    };
  });
}

/** Returns the last part of an ARN. */
export function arnName(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/** A function reference is a name or an ARN, with or without a qualifier. */
function nameOf(function_: string): string {
  return /:function:([^:]+)/.exec(function_)?.[1] ?? function_;
}
