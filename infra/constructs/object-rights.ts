// Turns the object rights of a function's row into IAM statements: by place in the document bucket, never the whole of it.

import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { type ObjectPrefix, objectPrefixes } from '../../shared/table/documents/keys.ts';
import type { Acknowledgements } from '../acknowledge.ts';
import type { FunctionSpec } from '../functions/function-spec.ts';

/** A scanner marks objects with tags, which are read with the object. */
const getActions = ['s3:GetObject', 's3:GetObjectTagging', 's3:GetObjectVersionTagging'];
const putActions = ['s3:PutObject'];
/** Of all versions: what a requester's erasure removes does not stay as an older version. */
const removeActions = ['s3:DeleteObject', 's3:DeleteObjectVersion'];
/** Without them S3 answers 403, not 404, for an object that is not there. The names are ids and tell nothing. */
const listActions = ['s3:ListBucket', 's3:ListBucketVersions'];

export function objectStatements({ objects }: FunctionSpec, bucket: Bucket): readonly PolicyStatement[] {
  const limited = (sid: string, actions: readonly string[], places: readonly ObjectPrefix[] = []) =>
    places.length === 0
      ? []
      : [new PolicyStatement({ sid, actions: [...actions], resources: places.map((place) => below(bucket, place)) })];
  return [
    ...limited('GetObjects', getActions, objects?.get),
    ...limited('PutObjects', putActions, objects?.put),
    ...limited('RemoveObjects', removeActions, objects?.remove),
    ...(objects?.list === true
      ? [new PolicyStatement({ sid: 'ListObjects', actions: listActions, resources: [bucket.bucketArn] })]
      : []),
  ];
}

const below = (bucket: Bucket, place: ObjectPrefix): string => bucket.arnForObjects(`${objectPrefixes[place]}*`);

/** cdk-nag sees a wildcard in each; what it stands for is the key, which is made of ids. */
export function objectAcknowledgements({ objects }: FunctionSpec, bucket: Bucket): Acknowledgements {
  const places = new Set([objects?.get, objects?.put, objects?.remove].flatMap((some) => some ?? []));
  const logicalId = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as never);
  return Object.fromEntries(
    [...places].map((place) => [
      `IAM5[Resource::<${logicalId}.Arn>/${objectPrefixes[place]}*]`,
      'objects are named by ids that are made at run time; the place they are in is what the right is limited to',
    ]),
  );
}
