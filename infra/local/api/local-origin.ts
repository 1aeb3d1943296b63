// Restricts the embedded host's ports to requests to local host names from local pages. Without both checks any web
// page that a developer visits could use the ports.

/** Prevents DNS rebinding: a page of another site reaches a port only under the other site's host name. */
export function isLocalHost(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? '');
}

/** True for a request without an origin or from a local page. A browser always sends `Origin` on foreign requests. */
export function isLocalOrigin(origin: string | undefined): boolean {
  return origin === undefined || /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(origin);
}
