// Creates the error for an unknown id.
import { HubError } from './hub-error.ts';

/** `notFound('case', 'CASE-…')` has the code `CASE.NOT_FOUND`. */
export function notFound(what: string, id: string): HubError {
  return new HubError({
    kind: 'not-found',
    code: `${what.toUpperCase().replaceAll(' ', '_')}.NOT_FOUND`,
    message: `there is no ${what} ${id}; a new one may take a second to appear`,
  });
}

/** Returns the item. @throws HubError not-found when it is undefined */
export function found<T>(item: T | undefined, what: string, id: string): T {
  if (item === undefined) throw notFound(what, id);
  return item;
}
