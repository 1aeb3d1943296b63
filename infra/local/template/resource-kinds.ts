// The resource kinds of CloudFormation that the embedded host runs, and those that have no effect on one machine.
// A kind in neither list stops the host: better no start than a start that quietly leaves something out.

/** Kinds that the host creates or serves. */
export const servedKinds: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::SQS::Queue',
  'AWS::S3::Bucket',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Events::Rule',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Resource',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::Stage',
  'AWS::ApiGateway::GatewayResponse',
]);

/** Kinds without a local effect, each with its reason. */
export const ignoredKinds: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'nothing checks rights here; the infra tests prove them from the template',
  'AWS::IAM::Policy': 'see AWS::IAM::Role',
  'AWS::IAM::ManagedPolicy': 'see AWS::IAM::Role',
  'AWS::Lambda::Permission': 'see AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig': 'nothing here invokes a function again, and no invocation waits',
  'AWS::SQS::QueuePolicy': 'see AWS::IAM::Role',
  'AWS::S3::BucketPolicy': 'see AWS::IAM::Role',
  'AWS::KMS::Key': 'local data is not encrypted at rest',
  'AWS::KMS::Alias': 'see AWS::KMS::Key',
  'AWS::Logs::LogGroup': 'function logs go to standard error with --verbose',
  'AWS::Logs::MetricFilter': 'nobody collects metrics here',
  'AWS::CloudWatch::Alarm': 'nobody collects metrics here',
  'AWS::CloudWatch::CompositeAlarm': 'nobody collects metrics here',
  'AWS::CloudWatch::Dashboard': 'nobody collects metrics here',
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

/** @throws Error that names the resource, its kind and what to do about it. */
export function assertKnownKind(logicalId: string, kind: string): void {
  if (!servedKinds.has(kind) && ignoredKinds[kind] === undefined) {
    throw new Error(
      `the template's resource ${logicalId} is of kind ${kind}, which the embedded host does not know; ` +
        'serve it in infra/local or list it in infra/local/template/resource-kinds.ts with the reason why it has no effect here',
    );
  }
}
