// The hub as one stack: its parts and their connections. The settings of each part are in its construct.
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../shared/runtime/env.ts';
import { AccessLogBucket } from './constructs/access-log-bucket.ts';
import { Alarms } from './constructs/alarms.ts';
import { dashboardSite } from './constructs/dashboard-site.ts';
import { DocumentHome } from './constructs/document-home.ts';
import { type FunctionRoutes, HubApi } from './constructs/hub-api.ts';
import { HubFunction } from './constructs/hub-function.ts';
import { HubQueues } from './constructs/hub-queues.ts';
import { HubTables } from './constructs/hub-tables.ts';
import { MetricsDashboard } from './constructs/metrics-dashboard.ts';
import { QueueMappings } from './constructs/queue-mappings.ts';
import { Schedules } from './constructs/schedules.ts';
import { type SignInSettings, signIn, signInOrigins } from './constructs/sign-in.ts';
import { StreamMappings } from './constructs/stream-mappings.ts';
import { functionTable } from './functions/function-table.ts';
import { ownSite, type StageConfig } from './stage.ts';

export interface HubStackProps extends StackProps {
  readonly stage: StageConfig;
  /** Route tables by function; other stages omit the development routes. */
  readonly routes: readonly (FunctionRoutes & { readonly developmentOnly?: true })[];
  /** Folder with one bundle folder per function. */
  readonly bundlesDir: string;
  /** Product version; `/health` and sync logs show it. */
  readonly version: string;
}

export class HubStack extends Stack {
  constructor(scope: Construct, id: string, props: HubStackProps) {
    super(scope, id, props);
    const { stage } = props;
    const retain = stage.removal === 'retain';
    const tables = new HubTables(this, 'Tables', { retain, pointInTimeRecovery: stage.pointInTimeRecovery });
    const queues = new HubQueues(this, 'Queues', { consumerTimeoutSeconds: stage.syncTimeoutSeconds });
    const logs = retain
      ? new AccessLogBucket(this, 'AccessLogs', { keepDays: stage.logRetentionDays }).bucket
      : undefined;
    const documents = new DocumentHome(this, 'Documents', {
      stage,
      ...(logs === undefined ? {} : { accessLogs: logs }),
    });

    // This order avoids circular references: API id, documents → dashboard (its policy names both) → functions (they
    // allow the dashboard's origin) → routes. Functions never depend on the API's URL.
    const api = new HubApi(this, 'Api', { stage });
    const site = dashboardSite(
      this,
      stage,
      { calls: [api.origin, ...signInOrigins(stage)], documents: documents.url },
      logs,
    );
    const origins = stage.corsOrigins.map((origin) => (origin === ownSite ? site.url : origin));
    const tokens = signIn(this, stage, [site.url]);

    const functions = this.makeFunctions(props, tables, queues, documents.bucket, {
      ...environmentOf(props, tables, queues, tokens, origins),
      ...documents.environment,
    });
    const fn = (name: string): LambdaFunction => required(functions, name);
    const isHere = (table: HubStackProps['routes'][number]) =>
      table.developmentOnly !== true || functions.has(table.functionName);
    api.serve(props.routes.filter(isHere), functions, origins);
    new StreamMappings(this, 'StreamMappings', {
      table: tables.table,
      failures: queues.streamFailures,
      relay: fn('relay'),
      projector: fn('projector'),
    });
    new QueueMappings(this, 'QueueMappings', { queues, sync: fn('sync'), park: fn('park') });
    new Schedules(this, 'Schedules', {
      sweep: fn('sweep'),
      recount: fn('recount'),
      reportBreaches: fn('report-breaches'),
      documentsSweep: fn('documents-sweep'),
    });
    this.watch(stage, queues, api, functions, fn);
    this.addOutputs({
      ApiUrl: api.url,
      SiteUrl: site.url,
      SiteBucketName: site.bucket.bucketName,
      DocumentsUrl: documents.url,
      DocumentLimitBytes: String(stage.documentLimitBytes),
      TableName: tables.table.tableName,
      WorkQueueUrl: queues.work.queueUrl,
      DeadLetterQueueUrl: queues.deadLetters.queueUrl,
      ...signInOutputs(tokens),
    });
  }

  /** Creates the alarms and, if the stage has one, the dashboard of their metrics. */
  private watch(
    stage: StageConfig,
    queues: HubQueues,
    api: HubApi,
    functions: ReadonlyMap<string, LambdaFunction>,
    fn: (name: string) => LambdaFunction,
  ): void {
    const { alarms } = new Alarms(this, 'Alarms', {
      queues,
      api: api.api,
      sync: fn('sync'),
      park: fn('park'),
      streamReaders: { relay: fn('relay'), projector: fn('projector') },
      background: { relay: fn('relay'), projector: fn('projector'), park: fn('park'), sweep: fn('sweep') },
      everyMinute: { sweep: fn('sweep') },
      everyFewMinutes: { 'report-breaches': fn('report-breaches'), 'documents-sweep': fn('documents-sweep') },
      daily: { recount: fn('recount') },
      ...(stage.alarmTopicArn === undefined ? {} : { topicArn: stage.alarmTopicArn }),
    });
    if (stage.metricsDashboard) {
      const { api: restApi } = api;
      new MetricsDashboard(this, 'Metrics', { queues, api: restApi, functions: Object.fromEntries(functions), alarms });
    }
  }

  private makeFunctions(
    props: HubStackProps,
    tables: HubTables,
    queues: HubQueues,
    documents: Bucket,
    environment: Readonly<Partial<Record<EnvironmentName, string>>>,
  ): ReadonlyMap<string, LambdaFunction> {
    const { stage, bundlesDir } = props;
    const here = functionTable.filter((spec) => spec.developmentOnly !== true || stage.signIn.kind === 'development');
    return new Map(
      here.map((spec) => {
        const made = new HubFunction(this, pascal(spec.name), {
          spec,
          stage,
          bundlesDir,
          environment,
          table: tables.table,
          idempotencyTable: tables.idempotency,
          workQueue: queues.work,
          failureQueue: queues.deadLetters,
          documents,
          ...(spec.name === 'sync' ? { timeoutSeconds: stage.syncTimeoutSeconds } : {}),
        });
        return [spec.name, made.function];
      }),
    );
  }

  private addOutputs(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) {
      new CfnOutput(this, name, { value });
    }
  }
}

function environmentOf(
  props: HubStackProps,
  tables: HubTables,
  queues: HubQueues,
  tokens: SignInSettings,
  corsOrigins: readonly string[],
): Readonly<Partial<Record<EnvironmentName, string>>> {
  const { stage } = props;
  return {
    table: tables.table.tableName,
    idempotencyTable: tables.idempotency.tableName,
    workQueueUrl: queues.work.queueUrl,
    failureQueueUrl: queues.deadLetters.queueUrl,
    shards: String(stage.shards),
    stage: stage.kind,
    issuer: tokens.issuer,
    audience: tokens.audience,
    ...(tokens.jwksUrl === undefined ? {} : { jwksUrl: tokens.jwksUrl }),
    ...(tokens.roleClaim === undefined ? {} : { roleClaim: tokens.roleClaim }),
    corsOrigins: corsOrigins.join(','),
    ifMatch: stage.ifMatch,
    version: props.version,
  };
}

/** Values for the dashboard's config.json. */
function signInOutputs(tokens: SignInSettings): Readonly<Record<string, string>> {
  const { dashboard } = tokens;
  if (dashboard.kind === 'development') {
    return { SignInKind: 'development' };
  }
  return {
    SignInKind: 'oidc',
    SignInAuthority: tokens.issuer,
    SignInClientId: dashboard.clientId,
    SignInScope: dashboard.scope,
    SignInRoleClaim: dashboard.roleClaim,
    ...(dashboard.signOutUrl === undefined ? {} : { SignOutUrl: dashboard.signOutUrl }),
  };
}

function required(functions: ReadonlyMap<string, LambdaFunction>, name: string): LambdaFunction {
  const found = functions.get(name);
  if (found === undefined) {
    throw new Error(`the stack needs the function "${name}", which infra/functions/function-table.ts does not have`);
  }
  return found;
}

/** Converts `intake-api` to `IntakeApi`, the form of logical ids. */
const pascal = (name: string): string =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
