// Event source mappings of the table's stream: one for each function whose row has a filter.
import { Duration } from 'aws-cdk-lib';
import type { ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StreamTrigger } from '../functions/function-spec.ts';
import type { HubFunction } from './hub-function.ts';

/** More readers than this are throttled at the stream's shards. */
const mostReaders = 2;

export interface StreamMappingsProps {
  readonly table: Table;
  /** Receives the position of records that a mapping gives up on. */
  readonly failures: Queue;
  readonly functions: readonly HubFunction[];
}

export class StreamMappings extends Construct {
  /** @throws Error for more readers than the stream serves. */
  constructor(scope: Construct, id: string, props: StreamMappingsProps) {
    super(scope, id);
    const readers = props.functions.flatMap(({ spec: { name, trigger }, function: fn }) =>
      trigger.kind === 'stream' ? [{ name, trigger, fn }] : [],
    );
    if (readers.length > mostReaders) {
      const names = readers.map(({ name }) => name).join(', ');
      throw new Error(`the stream serves ${mostReaders} readers, and the function table has ${names}`);
    }
    for (const { trigger, fn } of readers) fn.addEventSource(source(props, trigger));
  }
}

function source({ table, failures }: StreamMappingsProps, trigger: StreamTrigger): DynamoEventSource {
  // CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.
  return new DynamoEventSource(table as ITable, {
    // From the oldest record: what is written between the table's creation and this mapping's is read too.
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: trigger.batchSize,
    // No window: an event waits for nobody, batches fill by themselves under load.
    maxBatchingWindow: Duration.seconds(0),
    // Lambda is not started, and not paid for, by the other writes of a submission.
    filters: [FilterCriteria.filter(patternOf(trigger))],
    // The function names the first record that failed: Lambda goes on from there, the ones before are not read again.
    reportBatchItemFailures: true,
    // Named first of several, a record would be retried, and given up, with all the ones behind it: the function throws
    // instead, and Lambda halves the batch, as after a crash or timeout. Of 600 records the bad one is alone after ten tries.
    bisectBatchOnError: true,
    // The default is to retry until the record expires, which blocks its shard for a day.
    retryAttempts: 5,
    // Under the stream's 24 h, so that the record can still be read at the position the failure queue is given.
    maxRecordAge: Duration.hours(20),
    // Records that the mapping gives up are parked for an operator; a schedule sends pending events again meanwhile.
    onFailure: new SqsDlq(failures),
  });
}

const patternOf = ({ eventName, newImage }: StreamTrigger): Record<string, unknown> => ({
  ...(eventName === undefined ? {} : { eventName: [eventName] }),
  dynamodb: {
    NewImage: Object.fromEntries(Object.entries(newImage).map(([attribute, values]) => [attribute, { S: values }])),
  },
});
