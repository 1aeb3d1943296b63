// Reads request headers as API Gateway hands them over: any case, single or repeated.
import type { APIGatewayProxyEvent } from 'aws-lambda';

/** All values of a header, in order; its name in lower case. */
export function headerValues(event: APIGatewayProxyEvent, name: string): readonly string[] {
  for (const [key, values] of Object.entries(event.multiValueHeaders ?? {})) {
    if (key.toLowerCase() === name && values !== undefined) return values;
  }
  for (const [key, value] of Object.entries(event.headers ?? {})) {
    if (key.toLowerCase() === name && value !== undefined) return [value];
  }
  return [];
}

/** The header as one text, repeated values joined by commas (RFC 9110, section 5.3); undefined when it is absent. */
export function headerOf(event: APIGatewayProxyEvent, name: string): string | undefined {
  const values = headerValues(event, name);
  return values.length === 0 ? undefined : values.join(', ');
}
