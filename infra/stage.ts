// Stage configuration: every option that differs between deployments, its default for `dev` and `prod`, and the
// forbidden combinations. It reads only CDK context (`-c name=value`).
import { type Context, count, oneOf, RefusedOption, required, text } from './context.ts';

/** Sign-in method of callers. */
export type SignIn =
  /** The development issuer, which gives tokens to anyone; never outside `dev`. */
  | { readonly kind: 'development' }
  /** A Cognito user pool that the stack creates. */
  | { readonly kind: 'cognito'; readonly domainPrefix?: string }
  /** Any OpenID Connect issuer. */
  | {
      readonly kind: 'oidc';
      readonly issuer: string;
      readonly audience: string;
      readonly clientId: string;
      readonly jwksUrl: string;
      readonly roleClaim: string;
    };

/** Placeholder in `corsOrigins` for the URL of the stack's own dashboard. */
export const ownSite = 'site';

export interface StageConfig {
  /** `-c stage=dev|prod`. Also the stage segment of the API's URL. @default dev */
  readonly name: 'dev' | 'prod';
  /** STAGE variable of functions: `development` allows the development issuer. */
  readonly kind: 'development' | 'production';
  /** Removal policy of table and buckets. @default destroy in dev, retain in prod */
  readonly removal: 'destroy' | 'retain';
  /** Retention of logs in days. @default 7 in dev, 90 in prod */
  readonly logRetentionDays: 7 | 90;
  /** Point-in-time recovery of the table. @default false in dev, true in prod */
  readonly pointInTimeRecovery: boolean;
  /** `-c signIn=development|cognito|oidc`. @default development in dev, cognito in prod */
  readonly signIn: SignIn;
  /** `-c corsOrigins=https://a.example,site`. Origins that CORS allows. @default * in dev, none in prod (refused) */
  readonly corsOrigins: readonly string[];
  /** Shards of list and pending indexes, counters and read models. @default 4 in dev, 16 in prod */
  readonly shards: number;
  /** True: a PATCH without `If-Match` is refused. @default optional in dev, required in prod */
  readonly ifMatch: 'optional' | 'required';
  /**
   * `-c edge=website|cloudfront`. Hosting of the dashboard.
   * @default website (plain S3 website) in dev, cloudfront in prod
   */
  readonly edge: 'website' | 'cloudfront';
  /** Throttling of the API: requests per second and burst. @default 500 and 1,000 in dev, 2,000 and 4,000 in prod */
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
  /**
   * `-c syncTimeoutSeconds=n`. Timeout of sync; the work queue's visibility timeout is six times as long.
   * @default 10
   */
  readonly syncTimeoutSeconds: number;
  /**
   * `-c documentLimitBytes=n`. Size limit of a document; verification holds a whole document in memory.
   * @default 10485760 (10 MiB)
   */
  readonly documentLimitBytes: number;
  /**
   * `-c malwareScan=on|off`. GuardDuty scans uploads, and documents stay unreadable until then.
   * @default off in dev, on in prod
   */
  readonly malwareScan: 'on' | 'off';
  /** `-c documentsEndpoint=http://…`. URL of another S3, as clients reach it. @default AWS's own */
  readonly documentsEndpoint?: string;
  /** `-c metricsDashboard=on|off`. Creates a CloudWatch dashboard. @default off in dev, on in prod */
  readonly metricsDashboard: boolean;
  /** `-c alarmTopicArn=arn:…`. SNS topic for alarms. @default alarms change state and notify nobody */
  readonly alarmTopicArn?: string;
}

type StageDefaults = Omit<
  StageConfig,
  'signIn' | 'syncTimeoutSeconds' | 'alarmTopicArn' | 'documentLimitBytes' | 'documentsEndpoint'
>;

const defaults: Readonly<Record<StageConfig['name'], StageDefaults>> = {
  dev: {
    name: 'dev',
    kind: 'development',
    removal: 'destroy',
    logRetentionDays: 7,
    pointInTimeRecovery: false,
    corsOrigins: ['*'],
    shards: 4,
    ifMatch: 'optional',
    edge: 'website',
    metricsDashboard: false,
    malwareScan: 'off',
    throttle: { ratePerSecond: 500, burst: 1000 },
  },
  prod: {
    name: 'prod',
    kind: 'production',
    removal: 'retain',
    logRetentionDays: 90,
    pointInTimeRecovery: true,
    corsOrigins: [],
    shards: 16,
    ifMatch: 'required',
    edge: 'cloudfront',
    metricsDashboard: true,
    malwareScan: 'on',
    throttle: { ratePerSecond: 2000, burst: 4000 },
  },
};

/** @throws RefusedOption that names the option, the value seen and the allowed values. */
export function stageFromContext(context: Context): StageConfig {
  const name = oneOf(context, 'stage', ['dev', 'prod']) ?? 'dev';
  const base = defaults[name];
  const origins = text(context, 'corsOrigins')
    ?.split(',')
    .map((origin) => origin.trim());
  const alarmTopicArn = text(context, 'alarmTopicArn');
  const dashboard = oneOf(context, 'metricsDashboard', ['on', 'off']);
  const stage: StageConfig = {
    ...base,
    corsOrigins: origins ?? base.corsOrigins,
    edge: oneOf(context, 'edge', ['website', 'cloudfront']) ?? base.edge,
    metricsDashboard: dashboard === undefined ? base.metricsDashboard : dashboard === 'on',
    signIn: signInFrom(context, name),
    syncTimeoutSeconds: count(context, 'syncTimeoutSeconds', 300) ?? 10,
    documentLimitBytes: count(context, 'documentLimitBytes', mostDocumentBytes) ?? 10 * mebibyte,
    malwareScan: oneOf(context, 'malwareScan', ['on', 'off']) ?? base.malwareScan,
    ...documentsEndpointFrom(context),
    ...(alarmTopicArn === undefined ? {} : { alarmTopicArn }),
  };
  refuseUnsafe(stage);
  return stage;
}

function signInFrom(context: Context, stage: StageConfig['name']): SignIn {
  const kind =
    oneOf(context, 'signIn', ['development', 'cognito', 'oidc']) ?? (stage === 'dev' ? 'development' : 'cognito');
  if (kind === 'development') {
    return { kind };
  }
  if (kind === 'cognito') {
    const domainPrefix = text(context, 'cognitoDomainPrefix');
    return { kind, ...(domainPrefix === undefined ? {} : { domainPrefix }) };
  }
  const issuer = required(context, 'oidcIssuer');
  const clientId = required(context, 'oidcClientId');
  return {
    kind,
    issuer,
    clientId,
    audience: text(context, 'oidcAudience') ?? clientId,
    jwksUrl: required(context, 'oidcJwksUrl'),
    roleClaim: text(context, 'oidcRoleClaim') ?? 'roles',
  };
}

function refuseUnsafe(stage: StageConfig): void {
  if (stage.signIn.kind === 'development' && stage.name !== 'dev') {
    throw new RefusedOption(
      `stage "${stage.name}" must not use the development issuer, which gives a token to anyone; use -c signIn=cognito or -c signIn=oidc`,
    );
  }
  if (stage.signIn.kind !== 'development' && stage.edge === 'website') {
    throw new RefusedOption(
      `sign-in with ${stage.signIn.kind} needs the dashboard on https, and -c edge=website serves plain http; use -c edge=cloudfront`,
    );
  }
  if (stage.name !== 'dev') {
    refuseOtherStorage(stage);
    refuseOpenOrigins(stage);
  }
}

function refuseOtherStorage(stage: StageConfig): void {
  if (stage.documentsEndpoint !== undefined) {
    throw new RefusedOption(
      `stage "${stage.name}" keeps documents in S3 behind its own edge; -c documentsEndpoint is for development stages`,
    );
  }
}

function refuseOpenOrigins(stage: StageConfig): void {
  if (stage.corsOrigins.length === 0) {
    throw new RefusedOption(
      `stage "${stage.name}" needs its browsers' origins: -c corsOrigins=https://hub.example.com, or "${ownSite}" for the dashboard this stack serves; several are separated by commas`,
    );
  }
  const open = stage.corsOrigins.find((origin) => origin !== ownSite && !/^https:\/\/[^/*]+$/.test(origin));
  if (open !== undefined) {
    throw new RefusedOption(
      `stage "${stage.name}" refuses the CORS origin "${open}"; allowed are https origins without a path, and "${ownSite}"`,
    );
  }
}

function documentsEndpointFrom(context: Context): Pick<StageConfig, 'documentsEndpoint'> {
  const documentsEndpoint = text(context, 'documentsEndpoint');
  if (documentsEndpoint === undefined) {
    return {};
  }
  if (!/^https?:\/\/[^/*?#\s]+$/.test(documentsEndpoint)) {
    throw new RefusedOption(
      `documentsEndpoint is "${documentsEndpoint}"; allowed is an http or https origin without a path`,
    );
  }
  return { documentsEndpoint };
}

/** Verification holds a whole document in memory, and a copy of it for the write. */
const mebibyte = 1024 * 1024;
const mostDocumentBytes = 25 * mebibyte;
