// The answer to an id that nothing is known under.
import { HubError } from './hub-error.ts';

/** `notFound('case', 'CASE-…')`: code `CASE.NOT_FOUND`. */
export function notFound(what: string, id: string): HubError {
  return new HubError({
    kind: 'not-found',
    code: `${what.toUpperCase().replaceAll(' ', '_')}.NOT_FOUND`,
    message: `there is no ${what} ${id}; a new one may take a second to appear`,
  });
}

/** The item, or the answer that there is none. @throws HubError not-found */
export function found<T>(item: T | undefined, what: string, id: string): T {
  if (item === undefined) throw notFound(what, id);
  return item;
}
