// Builds the `Link` header (RFC 8288) to the next page of a list: the same query with another cursor.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { ApiReply } from './route.ts';

/** Returns `Link` when the list has a next page, and also `x-next-cursor` when the body is not JSON. */
export function nextPageHeaders(event: APIGatewayProxyEvent, reply: ApiReply): Readonly<Record<string, string>> {
  const cursor = reply.nextCursor ?? cursorIn(reply.body);
  if (cursor === undefined) return {};
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(event.queryStringParameters ?? {})) {
    if (name !== 'cursor' && value !== undefined) query.set(name, value);
  }
  query.set('cursor', cursor);
  // A relative reference, because only API Gateway knows the prefix of the path.
  const link = { link: `<?${query}>; rel="next"` };
  return typeof reply.nextCursor === 'string' ? { ...link, 'x-next-cursor': cursor } : link;
}

function cursorIn(body: unknown): string | undefined {
  const { pagination } = (body ?? {}) as { readonly pagination?: { readonly next?: unknown } };
  return typeof pagination?.next === 'string' ? pagination.next : undefined;
}
