// The way to the next page of a list in headers (RFC 8288): the same query with another cursor.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { ApiReply } from './route.ts';

/** `Link` of a list's answer that has a next page; a body that is no JSON has its cursor in a header of its own too. */
export function nextPageHeaders(event: APIGatewayProxyEvent, reply: ApiReply): Readonly<Record<string, string>> {
  const cursor = reply.nextCursor ?? cursorIn(reply.body);
  if (cursor === undefined) return {};
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(event.queryStringParameters ?? {})) {
    if (name !== 'cursor' && value !== undefined) query.set(name, value);
  }
  query.set('cursor', cursor);
  // Relative to the request's own address: only API Gateway knows what stands before the path.
  const link = { link: `<?${query}>; rel="next"` };
  return typeof reply.nextCursor === 'string' ? { ...link, 'x-next-cursor': cursor } : link;
}

function cursorIn(body: unknown): string | undefined {
  const { pagination } = (body ?? {}) as { readonly pagination?: { readonly next?: unknown } };
  return typeof pagination?.next === 'string' ? pagination.next : undefined;
}
