// The hub as one stack: its parts and their connections. The settings of each part are in its construct.
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../shared/runtime/env.ts';
import { AccessLogBucket } from './constructs/access-log-bucket.ts';
import { Alarms } from './constructs/alarms.ts';
import type { FunctionRoutes } from './constructs/api-body.ts';
import { dashboardSite } from './constructs/dashboard-site.ts';
import { DocumentHome } from './constructs/document-home.ts';
import { HubApi } from './constructs/hub-api.ts';
import { HubFunction } from './constructs/hub-function.ts';
import { HubQueues } from './constructs/hub-queues.ts';
import { HubTables } from './constructs/hub-tables.ts';
import { MetricsDashboard } from './constructs/metrics-dashboard.ts';
import { QueueMappings } from './constructs/queue-mappings.ts';
import { Schedules } from './constructs/schedules.ts';
import { type SignInSettings, signIn, signInOrigins } from './constructs/sign-in.ts';
import { StreamMappings } from './constructs/stream-mappings.ts';
import { alarmTable } from './functions/alarm-table.ts';
import type { FunctionSpec } from './functions/function-spec.ts';
import { type QueueTable, queuesOf, streamFailures } from './functions/queue-spec.ts';
import { pascal } from './logical-id.ts';
import { ownSite, type StageConfig } from './stage.ts';

export interface HubStackProps extends StackProps {
  readonly stage: StageConfig;
  /** Route tables by function; other stages omit the development routes. */
  readonly routes: readonly (FunctionRoutes & { readonly developmentOnly?: true })[];
  /** Rows of the function table; other stages omit the development function. */
  readonly functions: readonly FunctionSpec[];
  readonly queues: QueueTable;
  /** Folder with one bundle folder per function. */
  readonly bundlesDir: string;
  /** Product version; `/health` and the logs of attempts show it. */
  readonly version: string;
}

export class HubStack extends Stack {
  constructor(scope: Construct, id: string, props: HubStackProps) {
    super(scope, id, props);
    const { stage } = props;
    const retain = stage.removal === 'retain';
    const tables = new HubTables(this, 'Tables', { retain, pointInTimeRecovery: stage.pointInTimeRecovery });
    const specs = props.functions.filter(isIn(stage));
    const queues = new HubQueues(this, 'Queues', { specs: queuesOf(props.queues), functions: specs, stage });
    const logs = retain
      ? new AccessLogBucket(this, 'AccessLogs', { keepDays: stage.logRetentionDays }).bucket
      : undefined;
    const documents = new DocumentHome(this, 'Documents', {
      stage,
      ...(logs === undefined ? {} : { accessLogs: logs }),
    });

    // This order avoids circular references: API, documents → dashboard (its policy names both) → functions (they
    // allow the dashboard's origin) → routes. Functions never depend on the API's URL.
    const api = new HubApi(this, 'Api', { stage, tables: props.routes.filter(isIn(stage)), version: props.version });
    const site = dashboardSite(
      this,
      stage,
      { calls: [api.origin, ...signInOrigins(stage)], documents: documents.url },
      logs,
    );
    const origins = stage.corsOrigins.map((origin) => (origin === ownSite ? site.url : origin));
    const tokens = signIn(this, stage, [site.url]);

    const parts = {
      stage,
      bundlesDir: props.bundlesDir,
      environment: { ...environmentOf(props, tables, tokens, origins), ...documents.environment },
      tables,
      queues,
      documents: documents.bucket,
    };
    const made = specs.map((spec) => new HubFunction(this, pascal(spec.name), { ...parts, spec }));
    const functions = new Map(made.map(({ spec, function: fn }) => [spec.name, fn]));
    api.connect(functions);
    this.start(made, tables, queues);
    this.watch(made, queues, api, stage);
    this.addOutputs({
      ApiUrl: api.url,
      SiteUrl: site.url,
      SiteBucketName: site.bucket.bucketName,
      DocumentsUrl: documents.url,
      DocumentLimitBytes: String(stage.documentLimitBytes),
      TableName: tables.table.tableName,
      ...Object.fromEntries(queues.specs.map(({ name }) => [`${pascal(name)}QueueUrl`, queues.named(name).queueUrl])),
      ...signInOutputs(tokens),
    });
  }

  /** Creates what starts the functions that API Gateway does not call. */
  private start(functions: readonly HubFunction[], { table }: HubTables, queues: HubQueues): void {
    new StreamMappings(this, 'StreamMappings', { table, failures: queues.named(streamFailures), functions });
    new QueueMappings(this, 'QueueMappings', { queues, functions });
    new Schedules(this, 'Schedules', functions);
  }

  /** Creates the alarms and, if the stage has one, the dashboard of their metrics. */
  private watch(made: readonly HubFunction[], queues: HubQueues, { api: restApi }: HubApi, stage: StageConfig): void {
    const functions = new Map(made.map(({ spec, function: fn }) => [spec.name, fn]));
    const rows = made.map(({ spec }) => spec);
    const { alarms } = new Alarms(this, 'Alarms', {
      alarms: alarmTable(rows, queues.specs),
      api: restApi,
      functions,
      queues,
      ...(stage.alarmTopicArn === undefined ? {} : { topicArn: stage.alarmTopicArn }),
    });
    if (stage.metricsDashboard) {
      new MetricsDashboard(this, 'Metrics', { queues, api: restApi, functions, alarms });
    }
  }

  private addOutputs(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) {
      new CfnOutput(this, name, { value });
    }
  }
}

/** Development functions and their routes exist only where the development issuer signs people in. */
const isIn =
  (stage: StageConfig) =>
  ({ developmentOnly }: { readonly developmentOnly?: boolean }): boolean =>
    developmentOnly !== true || stage.signIn.kind === 'development';

function environmentOf(
  props: HubStackProps,
  tables: HubTables,
  tokens: SignInSettings,
  corsOrigins: readonly string[],
): Readonly<Partial<Record<EnvironmentName, string>>> {
  const { stage } = props;
  return {
    table: tables.table.tableName,
    idempotencyTable: tables.idempotency.tableName,
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
