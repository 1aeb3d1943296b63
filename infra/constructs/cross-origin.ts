// Cross-origin answers of the gateway itself: preflight, and the origin on errors. Functions add theirs to what they answer.
import { Duration } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib/aws-apigateway';
import { corsAllowedHeaders, corsExposedHeaders, corsMaxAgeSeconds } from '../../shared/runtime/http/cors.ts';

/** Answer headers that a browser's script may read. */
export const exposedHeaders = corsExposedHeaders.join(',');

/** Adds the OPTIONS answer for the methods that the resource has. */
export function addPreflight(resource: IResource, methods: readonly string[], origins: readonly string[]): void {
  resource.addCorsPreflight({
    allowOrigins: [...origins],
    allowMethods: [...methods, 'OPTIONS'],
    allowHeaders: [...corsAllowedHeaders],
    maxAge: Duration.seconds(corsMaxAgeSeconds),
  });
}

/**
 * `Access-Control-Allow-Origin` where API Gateway maps fixed values only. With several origins it is any: these answers
 * carry no data, and the API uses no cookies.
 */
export function allowOriginOf(origins: readonly string[]): string {
  const [only, second] = origins;
  return `'${only === undefined || second !== undefined ? '*' : only}'`;
}
