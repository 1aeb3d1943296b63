// Malware scan of uploads by GuardDuty: it looks at each new object under uploads/ and marks it with a tag, without which
// a document stays pending (ADR 0026). Not in LocalStack, so development stages switch it on only by `-c malwareScan=on`.
import { Stack } from 'aws-cdk-lib';
import { CfnMalwareProtectionPlan } from 'aws-cdk-lib/aws-guardduty';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { objectPrefixes } from '../../shared/table/documents/keys.ts';
import { acknowledge } from '../acknowledge.ts';

export interface DocumentScannerProps {
  readonly bucket: Bucket;
}

/** Name of the tag that GuardDuty sets. */
export const scannerTag = 'GuardDutyMalwareScanStatus';

const service = 'malware-protection-plan.guardduty.amazonaws.com';

export class DocumentScanner extends Construct {
  constructor(scope: Construct, id: string, { bucket }: DocumentScannerProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal(service),
      description: 'What GuardDuty needs to scan and mark uploads',
    });
    for (const statement of statements(Stack.of(this), bucket)) {
      role.addToPolicy(statement);
    }
    const plan = new CfnMalwareProtectionPlan(this, 'Plan', {
      role: role.roleArn,
      protectedResource: { s3Bucket: { bucketName: bucket.bucketName, objectPrefixes: [objectPrefixes.uploads] } },
      actions: { tagging: { status: 'ENABLED' } },
    });
    // GuardDuty tries the role while it makes the plan.
    plan.node.addDependency(role);
    const logicalId = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as never);
    acknowledge(this, {
      [`IAM5[Resource::<${logicalId}.Arn>/${objectPrefixes.uploads}*]`]:
        'GuardDuty reads and marks whatever is uploaded',
      [`IAM5[Resource::${ruleArn(Stack.of(this), '<AWS::Region>', '<AWS::AccountId>', '<AWS::Partition>')}]`]:
        'GuardDuty appends a name of its own to that of its rule; the condition limits it to rules that it manages',
    });
  }
}

function ruleArn(stack: Stack, region = stack.region, account = stack.account, partition = stack.partition): string {
  return `arn:${partition}:events:${region}:${account}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*`;
}

/** As the user guide of GuardDuty lists them, without KMS: the bucket's key is S3's own. */
function statements(stack: Stack, bucket: Bucket): readonly PolicyStatement[] {
  const uploads = bucket.arnForObjects(`${objectPrefixes.uploads}*`);
  const rule = ruleArn(stack);
  return [
    new PolicyStatement({
      sid: 'OwnRule',
      actions: ['events:PutRule', 'events:DeleteRule', 'events:PutTargets', 'events:RemoveTargets'],
      resources: [rule],
      conditions: { StringLike: { 'events:ManagedBy': service } },
    }),
    new PolicyStatement({
      sid: 'SeeOwnRule',
      actions: ['events:DescribeRule', 'events:ListTargetsByRule'],
      resources: [rule],
    }),
    new PolicyStatement({
      sid: 'HearOfUploads',
      actions: ['s3:GetBucketNotification', 's3:PutBucketNotification', 's3:ListBucket'],
      resources: [bucket.bucketArn],
    }),
    new PolicyStatement({
      sid: 'ReadAndMarkUploads',
      actions: [
        's3:GetObject',
        's3:GetObjectVersion',
        's3:GetObjectTagging',
        's3:GetObjectVersionTagging',
        's3:PutObjectTagging',
        's3:PutObjectVersionTagging',
      ],
      resources: [uploads],
    }),
    new PolicyStatement({
      sid: 'TryTheRole',
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects('malware-protection-resource-validation-object')],
    }),
  ];
}
