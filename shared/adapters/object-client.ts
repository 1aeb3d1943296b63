// The S3 client, apart from the others so that functions without documents do not carry it.
import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from './clients.ts';

/** Objects are larger than items, and a call takes longer: 2 attempts of 6 s. */
const objectSettings = {
  ...clientSettings,
  maxAttempts: 2,
  requestHandler: { ...clientSettings.requestHandler, requestTimeout: 6000 },
} as const;

/** Keep one per cold start. An endpoint that is an address of numbers gets the bucket's name in the path, by the SDK's rules. */
export function objectClient(): S3Client {
  return new S3Client(objectSettings);
}
