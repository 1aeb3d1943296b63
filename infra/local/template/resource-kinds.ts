// Lists the CloudFormation resource types that the embedded host runs, and those without an effect on one machine.
// A type in neither list stops the host: a failed start is better than a start that silently omits a resource.

/** Resource types that the host creates or serves. */
export const servedKinds: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::SQS::Queue',
  'AWS::S3::Bucket',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Events::Rule',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage',
]);

/** Resource types without a local effect, each with its reason. */
export const ignoredKinds: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'nothing checks rights here; the infra tests prove them from the template',
  'AWS::IAM::Policy': 'see AWS::IAM::Role',
  'AWS::IAM::ManagedPolicy': 'see AWS::IAM::Role',
  'AWS::Lambda::Permission': 'see AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig': 'the host makes no asynchronous invocations',
  'AWS::SQS::QueuePolicy': 'see AWS::IAM::Role',
  'AWS::S3::BucketPolicy': 'see AWS::IAM::Role',
  'AWS::KMS::Key': 'local data is not encrypted at rest',
  'AWS::KMS::Alias': 'see AWS::KMS::Key',
  'AWS::Logs::LogGroup': 'function logs go to standard error with --verbose',
  'AWS::Logs::MetricFilter': 'the host collects no metrics',
  'AWS::CloudWatch::Alarm': 'the host collects no metrics',
  'AWS::CloudWatch::CompositeAlarm': 'the host collects no metrics',
  'AWS::CloudWatch::Dashboard': 'the host collects no metrics',
  'AWS::SNS::Topic': 'only alarms publish to it',
  'AWS::SNS::TopicPolicy': 'see AWS::SNS::Topic',
  'AWS::SNS::Subscription': 'see AWS::SNS::Topic',
  'AWS::ApiGateway::Account': 'account-wide logging role',
  'AWS::ApiGateway::Deployment': 'the host always serves the current routes',
  'AWS::ApiGateway::RequestValidator': 'functions validate with their own schemas',
  'AWS::ApiGateway::Model': 'see AWS::ApiGateway::RequestValidator',
  'AWS::ApiGateway::UsagePlan': 'no throttling on one machine',
  'AWS::CDK::Metadata': 'version information of the CDK',
  'Custom::S3AutoDeleteObjects': 'runs only when a stack is deleted',
};

/** @throws Error that names the resource, its type and the remedy. */
export function assertKnownKind(logicalId: string, kind: string): void {
  if (!servedKinds.has(kind) && ignoredKinds[kind] === undefined) {
    throw new Error(
      `the template's resource ${logicalId} is of kind ${kind}, which the embedded host does not know; ` +
        'serve it in infra/local or list it in infra/local/template/resource-kinds.ts with the reason why it has no effect here',
    );
  }
}
