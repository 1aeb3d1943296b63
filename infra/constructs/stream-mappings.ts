// Event source mappings of the table's stream: the relay sees new outbox events, the projector what read models show.
import { Duration } from 'aws-cdk-lib';
import type { ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { projectedEntities } from '../../shared/table/dashboard/projections.ts';

export interface StreamMappingsProps {
  readonly table: Table;
  /** Receives the position of records that a mapping gives up on. */
  readonly failures: Queue;
  readonly relay: LambdaFunction;
  readonly projector: LambdaFunction;
}

/** Two readers, which is as many as a stream's shard takes without throttling. */
export class StreamMappings extends Construct {
  constructor(scope: Construct, id: string, props: StreamMappingsProps) {
    super(scope, id);
    const isOneOf = (...values: readonly string[]) => ({ S: FilterRule.or(...values) });
    // Only the insert of an owed event: its later `completed` must not start the relay again.
    props.relay.addEventSource(
      source(
        props,
        {
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { NewImage: { entity: isOneOf('event'), event_status: isOneOf('pending') } },
        },
        // 100 events are ten SendMessageBatch calls, well within the timeout.
        100,
      ),
    );
    // Everything a read model shows; attempts, history and markers never start the projector.
    props.projector.addEventSource(
      source(
        props,
        { dynamodb: { NewImage: { entity: isOneOf(...projectedEntities()) } } },
        // A submission is six records here: as many submissions a batch as the relay has. About 2 KB each, of 6 MB allowed.
        600,
      ),
    );
  }
}

function source(props: StreamMappingsProps, pattern: Record<string, unknown>, batchSize: number): DynamoEventSource {
  // CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.
  return new DynamoEventSource(props.table as ITable, {
    // From the oldest record: what is written between the table's creation and this mapping's is read too.
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize,
    // No window: an event waits for nobody, batches fill by themselves under load.
    maxBatchingWindow: Duration.seconds(0),
    // Lambda is not started, and not paid for, by the other writes of a submission.
    filters: [FilterCriteria.filter(pattern)],
    // The function names the first record that failed: Lambda goes on from there, the ones before are not read again.
    reportBatchItemFailures: true,
    // Named first of several, a record would be retried, and given up, with all the ones behind it: the function throws
    // instead, and Lambda halves the batch, as after a crash or timeout. Of 600 records the bad one is alone after ten tries.
    bisectBatchOnError: true,
    // The default is to retry until the record expires, which blocks its shard for a day.
    retryAttempts: 5,
    // Under the stream's 24 h, so that the record can still be read at the position the failure queue is given.
    maxRecordAge: Duration.hours(20),
    // What is given up is parked for an operator; owed events are sent again by the sweep meanwhile.
    onFailure: new SqsDlq(props.failures),
  });
}
