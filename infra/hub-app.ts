// Creates the CDK app: one stack for the stage in the context, with the CDK's feature flags and the cdk-nag rules.
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { refuseUnknownOptions } from './context.ts';
import { projectRoot } from './dist-dir.ts';
import type { FunctionSpec } from './functions/function-spec.ts';
import { functionTable } from './functions/function-table.ts';
import type { QueueTable } from './functions/queue-spec.ts';
import { queueTable } from './functions/queues.ts';
import { HubStack, type HubStackProps } from './hub-stack.ts';
import { stageFromContext } from './stage.ts';

/**
 * Feature flags that affect the hub; set here, so that the CLI, the embedded host and tests synthesise the same
 * template.
 */
const featureFlags = {
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:includePrefixInUniqueNameGeneration': true,
  '@aws-cdk/core:explicitStackTags': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-s3:publicAccessBlockedByDefault': true,
  '@aws-cdk/aws-events:eventsTargetQueueSameAccount': true,
  '@aws-cdk/aws-apigateway:disableCloudWatchRole': true,
  '@aws-cdk/aws-apigateway:logGroupDestinationArnWithoutWildcard': true,
  '@aws-cdk/aws-lambda:recognizeLayerVersion': true,
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true,
  '@aws-cdk/aws-cloudfront:defaultViewerProtocolPolicyRedirectToHttps': true,
} as const;

export interface HubAppOptions {
  readonly routes: HubStackProps['routes'];
  readonly bundlesDir: string;
  /** @default the function table */
  readonly functions?: readonly FunctionSpec[];
  /** @default the queue table */
  readonly queues?: QueueTable;
  /** Added to the context of the CLI or of `CDK_CONTEXT_JSON`. @default {} */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Folder of the cloud assembly. @default `CDK_OUTDIR`, which the CLI sets */
  readonly outdir?: string;
  /** Runs cdk-nag at synthesis, which doubles its duration. @default true unless `CDK_VALIDATION` is `false` */
  readonly validate?: boolean;
}

/** @throws RefusedOption for an unknown option or a combination that must not be deployed. */
export async function hubApp(options: HubAppOptions): Promise<{ readonly app: App; readonly stack: HubStack }> {
  const app = new App({
    context: { ...featureFlags, ...options.context },
    analyticsReporting: false,
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
  });
  refuseUnknownOptions(Object.keys(app.node.getAllContext()), contextOfFiles());
  const stage = stageFromContext((name) => app.node.tryGetContext(name));
  const { routes, bundlesDir, functions = functionTable, queues = queueTable } = options;
  const stack = new HubStack(app, `IntegrationHub-${stage.name}`, {
    stage,
    routes,
    functions,
    queues,
    bundlesDir,
    version: productVersion(),
    description: `Integration hub, stage ${stage.name}`,
    // CloudFormation propagates the stack's tags to its resources, which keeps the template small.
    tags: { product: 'integration-hub', stage: stage.name },
    terminationProtection: stage.removal === 'retain',
    // Indentation would be half of the template, of which CloudFormation takes 1 MB.
    suppressTemplateIndentation: true,
  });
  if (options.validate ?? process.env['CDK_VALIDATION'] !== 'false') {
    // Loads cdk-nag only when needed: the embedded host starts without it.
    const { AwsSolutionsChecks } = await import('cdk-nag');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  }
  return { app, stack };
}

/** The CLI passes the context of its files together with that of its command line. */
function contextOfFiles(): readonly string[] {
  const settings = [join(projectRoot, 'cdk.json'), join(homedir(), '.cdk.json')].filter(existsSync).map(readJson);
  const lookUps = [join(projectRoot, 'cdk.context.json')].filter(existsSync).map(readJson);
  return [...settings.map((file) => file['context']), ...lookUps].flatMap((context) => Object.keys(context ?? {}));
}

const readJson = (file: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;

function productVersion(): string {
  const version = readJson(join(projectRoot, 'package.json'))['version'];
  return typeof version === 'string' ? version : '0.0.0';
}
