// Creates the S3 client. It has its own file so that functions without documents do not bundle it.
import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from './clients.ts';

/** Calls for objects take longer than calls for items: 2 attempts of 6 s, 12.1 s in the worst case. */
const objectSettings = {
  ...clientSettings,
  maxAttempts: 2,
  requestHandler: { ...clientSettings.requestHandler, requestTimeout: 6000 },
} as const;

/** Create one per cold start. For an endpoint that is an IP address the SDK uses path-style addressing. */
export function objectClient(): S3Client {
  return new S3Client(objectSettings);
}
