// The hub's two tables: the one table of all boundaries with its stream and indexes, and the idempotency table.
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { tableSchema } from '../../shared/table/engine/keys.ts';
import { acknowledge } from '../acknowledge.ts';

export interface HubTablesProps {
  /** The tables outlive the stack, protected from deletion, or not. @default none: the stage decides */
  readonly retain: boolean;
  /** Continuous backups of the hub's table, restorable to any second of 35 days. @default none: the stage decides */
  readonly pointInTimeRecovery: boolean;
}

/** Both tables bill per request: an idle hub costs nothing, and a burst needs no planning. */
export class HubTables extends Construct {
  /** All boundaries, one partition prefix each. */
  readonly table: Table;
  /** Stored answers of `Idempotency-Key`; apart, because its items belong to no boundary. */
  readonly idempotency: Table;

  constructor(scope: Construct, id: string, props: HubTablesProps) {
    super(scope, id);
    const shared = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      removalPolicy: props.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      deletionProtection: props.retain,
    };
    this.table = new Table(this, 'Table', {
      ...shared,
      partitionKey: string(tableSchema.partitionKey),
      sortKey: string(tableSchema.sortKey),
      // Both images: events are sent by the new one, counters change by the difference.
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expires_at',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: props.pointInTimeRecovery },
    });
    for (const index of [tableSchema.pendingIndex, tableSchema.listIndex]) {
      this.table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: string(index.partitionKey),
        sortKey: string(index.sortKey),
        // Keys only: an index entry is written once for a record, not with each change of its attributes.
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }
    this.idempotency = new Table(this, 'Idempotency', {
      ...shared,
      partitionKey: string('id'),
      timeToLiveAttribute: 'expiration',
    });
    acknowledge(this.idempotency, {
      DDB3: 'stored answers expire within a day; after a loss a client repeats its request and the conditions of the hub table refuse a second effect',
    });
    if (!props.pointInTimeRecovery) {
      acknowledge(this.table, {
        DDB3: 'development data is seeded and can be made again; production has point-in-time recovery',
      });
    }
  }
}

const string = (name: string) => ({ name, type: AttributeType.STRING });
