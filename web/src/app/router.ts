// Parses and builds the console's routes: `#/records/SUB-…`, `#/records?status=open`. They are in the hash, so that any
// static host serves every deep link. Pure.

export type Route =
  | { readonly page: 'overview' }
  /** `query` holds the filters of the list, without the question mark. */
  | { readonly page: 'records'; readonly query?: string }
  | { readonly page: 'record'; readonly submissionId: string }
  | { readonly page: 'submit' }
  | { readonly page: 'cases'; readonly query?: string }
  | { readonly page: 'dead-letters'; readonly query?: string }
  | { readonly page: 'reference'; readonly query?: string }
  | { readonly page: 'privacy' }
  | { readonly page: 'guide' }
  | { readonly page: 'not-found'; readonly path: string };

const plain = ['submit', 'privacy', 'guide'] as const;
/** Pages with filters in their address. */
const listing = ['records', 'cases', 'dead-letters', 'reference'] as const;

/** Parses `location.hash`. */
export function parseRoute(hash: string): Route {
  const [path, query] = partsOf(hash);
  if (path === '') return { page: 'overview' };
  const list = listing.find((name) => name === path);
  if (list !== undefined) return query === '' ? { page: list } : { page: list, query };
  const [first, second, ...rest] = path.split('/');
  if (first === 'records' && second !== undefined && rest.length === 0) {
    return { page: 'record', submissionId: decoded(second) };
  }
  const page = plain.find((name) => name === path);
  return page === undefined ? { page: 'not-found', path } : { page };
}

/** Builds the hash of a route, for `href`. */
export function hrefOf(route: Exclude<Route, { page: 'not-found' }>): string {
  if (route.page === 'overview') return '#/';
  if (route.page === 'record') return `#/records/${encodeURIComponent(route.submissionId)}`;
  const query = 'query' in route && route.query !== undefined && route.query !== '' ? `?${route.query}` : '';
  return `#/${route.page}${query}`;
}

/** Splits a hash into path and query: `#/records?status=open` has `records` and `status=open`. */
export function partsOf(hash: string): readonly [path: string, query: string] {
  const text = hash.replace(/^#\/?/, '');
  const mark = text.indexOf('?');
  const path = mark === -1 ? text : text.slice(0, mark);
  return [path.replace(/\/+$/, ''), mark === -1 ? '' : text.slice(mark + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
