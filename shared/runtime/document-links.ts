// Composes the signer of links to documents. It imports no S3 client, so that intake can declare a document without
// bundling one.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type ObjectLinks, objectLinks } from '../adapters/object-links.ts';
import { requireEnv } from './env.ts';

/** @param client Any AWS client; its credentials and region sign the links. */
export function documentLinks(client: Pick<DynamoDBDocumentClient, 'config'>): ObjectLinks {
  const { credentials, region, sha256 } = client.config;
  return objectLinks(
    { credentials, region, sha256 },
    { origin: requireEnv('documentsOrigin'), publicUrl: requireEnv('documentsUrl') },
  );
}
