// Who may talk to the embedded host's ports: requests to this machine's own names, from pages of this machine. Without
// both checks any web page that a developer visits could use the ports.

/** Against DNS rebinding: a page of another site may reach a port only under the other site's name. */
export function isLocalHost(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? '');
}

/** Whether a request comes from no page at all or from a page of this machine. A browser cannot leave `Origin` out. */
export function isLocalOrigin(origin: string | undefined): boolean {
  return origin === undefined || /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(origin);
}
