// One Lambda function with a role of its own that can do what its row of the function table says, and nothing else.
import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type EnvironmentName, environmentNames } from '../../shared/runtime/env.ts';
import { acknowledge } from '../acknowledge.ts';
import { type FunctionSpec, type QueueRight, timeoutSecondsOf } from '../functions/function-spec.ts';
import { queuesFor } from '../functions/queue-spec.ts';
import type { StageConfig } from '../stage.ts';
import type { HubQueues } from './hub-queues.ts';
import type { HubTables } from './hub-tables.ts';
import { objectAcknowledgements, objectStatements } from './object-rights.ts';
import { idempotencyStatements, tableStatements } from './table-rights.ts';

export interface HubFunctionProps {
  readonly spec: FunctionSpec;
  readonly stage: StageConfig;
  /** Folder with one bundle folder per function. @default none: the app passes dist/ */
  readonly bundlesDir: string;
  /** Value of each variable; a function gets those of its row, and an absent value is left out. */
  readonly environment: Readonly<Partial<Record<EnvironmentName, string>>>;
  readonly tables: HubTables;
  readonly queues: HubQueues;
  /** Bucket of the documents' bytes. */
  readonly documents: Bucket;
}

export class HubFunction extends Construct {
  readonly spec: FunctionSpec;
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: HubFunctionProps) {
    super(scope, id);
    const { spec, stage } = props;
    this.spec = spec;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logRetentionDays === 7 ? RetentionDays.ONE_WEEK : RetentionDays.THREE_MONTHS,
      removalPolicy: stage.removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${spec.name} may do`,
    });
    logGroup.grantWrite(role);
    this.function = new LambdaFunction(this, 'Function', {
      functionName: functionNameIn(Stack.of(this), spec.name),
      description: spec.description,
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      // Source maps stay here: they double the package and are read by people, not by Lambda.
      code: Code.fromAsset(join(props.bundlesDir, spec.name), { exclude: ['*.map'] }),
      role,
      logGroup,
      timeout: Duration.seconds(timeoutSecondsOf(spec, stage)),
      memorySize: spec.memoryMb,
      tracing: Tracing.ACTIVE,
      environment: {
        ...environmentOf(props),
        // Powertools reads it: the `service` of log lines and the dimension of metrics.
        POWERTOOLS_SERVICE_NAME: Stack.of(this).stackName,
      },
    });
    for (const statement of rightsOf(props)) {
      role.addToPolicy(statement);
    }
    acknowledge(this, {
      L1: 'the runtime is pinned to the Node version that the hub is tested with; it moves on purpose, not with the CDK version',
      'IAM5[Resource::*]':
        'X-Ray trace uploads and dynamodb:ListStreams have no resource to name; nothing else in this role has a wildcard',
      ...objectAcknowledgements(spec, props.documents),
    });
  }
}

/** Fixed, so that the API's body can name a function without a reference to it. */
export const functionNameIn = (stack: Stack, name: string): string => `${stack.stackName}-${name}`;

const queueActions: Readonly<Record<QueueRight, string>> = {
  // SendMessageBatch is authorised as SendMessage.
  send: 'sqs:SendMessage',
  look: 'sqs:GetQueueAttributes',
  purge: 'sqs:PurgeQueue',
};

function environmentOf({ spec, environment, queues }: HubFunctionProps): Record<string, string> {
  return Object.fromEntries([
    ...spec.environment.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[environmentNames[name], value]];
    }),
    ...queuesFor(spec, queues.specs).map(({ name, urlVariable = '' }) => [urlVariable, queues.named(name).queueUrl]),
  ]);
}

function rightsOf(props: HubFunctionProps): readonly PolicyStatement[] {
  const { spec } = props;
  return [
    ...tableStatements(spec, props.tables.table),
    ...idempotencyStatements(spec, props.tables.idempotency),
    ...objectStatements(spec, props.documents),
    ...queueStatements(props),
  ];
}

function queueStatements({ spec, queues }: HubFunctionProps): readonly PolicyStatement[] {
  const { queues: right } = spec;
  if (right === undefined) return [];
  const resources = queuesFor(spec, queues.specs).map(({ name }) => queues.named(name).queueArn);
  return [new PolicyStatement({ sid: 'EventQueues', actions: [queueActions[right]], resources })];
}
