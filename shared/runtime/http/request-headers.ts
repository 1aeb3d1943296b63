// Reads request headers from API Gateway's event: case-insensitive names, single or repeated values.
import type { APIGatewayProxyEvent } from 'aws-lambda';

/** Returns all values of a header in order. @param name In lower case */
export function headerValues(event: APIGatewayProxyEvent, name: string): readonly string[] {
  for (const [key, values] of Object.entries(event.multiValueHeaders ?? {})) {
    if (key.toLowerCase() === name && values !== undefined) return values;
  }
  for (const [key, value] of Object.entries(event.headers ?? {})) {
    if (key.toLowerCase() === name && value !== undefined) return [value];
  }
  return [];
}

/** Joins repeated values with commas (RFC 9110, section 5.3); returns undefined for an absent header. */
export function headerOf(event: APIGatewayProxyEvent, name: string): string | undefined {
  const values = headerValues(event, name);
  return values.length === 0 ? undefined : values.join(', ');
}
