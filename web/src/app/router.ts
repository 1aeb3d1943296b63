// Addresses of the console: `#/records/SUB-…`. In the hash, so that any static host serves every deep link. Pure.

export type Route =
  | { readonly page: 'overview' }
  | { readonly page: 'records' }
  | { readonly page: 'record'; readonly submissionId: string }
  | { readonly page: 'submit' }
  | { readonly page: 'dead-letters' }
  | { readonly page: 'guide' }
  | { readonly page: 'not-found'; readonly path: string };

const plain = ['records', 'submit', 'dead-letters', 'guide'] as const;

/** Reads `location.hash`. */
export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#\/?/, '').replace(/\/+$/, '');
  if (path === '') return { page: 'overview' };
  const [first, second, ...rest] = path.split('/');
  if (first === 'records' && second !== undefined && rest.length === 0) {
    return { page: 'record', submissionId: decoded(second) };
  }
  const page = plain.find((name) => name === path);
  return page === undefined ? { page: 'not-found', path } : { page };
}

/** The hash of a route, for `href`. */
export function hrefOf(route: Exclude<Route, { page: 'not-found' }>): string {
  if (route.page === 'overview') return '#/';
  return route.page === 'record' ? `#/records/${encodeURIComponent(route.submissionId)}` : `#/${route.page}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
