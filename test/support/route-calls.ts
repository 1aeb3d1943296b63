// Calls made from the route table: for each route a path that exists, so that a test can go through all of them.
import { allRoutes } from '../../functions/routes.ts';
import type { Route } from '../../shared/runtime/http/route.ts';

/** Every route of the hub. */
export const everyRoute: readonly Route<never>[] = allRoutes.flatMap(({ routes }) => routes);

/** What to put into the path of a route. */
export type PathValues = Readonly<Record<string, string>>;

/** Values for every parameter that a path of the hub has, of a record that exists as far as one submission can make it. */
export function existingPathValues(submissionId: string): PathValues {
  const ulid = submissionId.slice('SUB-'.length);
  return {
    submission_id: submissionId,
    request_number: `SR-${ulid}`,
    operation_case_id: `CASE-${ulid}`,
    business_object_id: `OBJ-${ulid}`,
    dead_letter_id: `DL-${ulid}`,
    document_id: `DOC-${ulid}`,
    erasure_id: `ERA-${ulid}`,
    kind: 'priorities',
    code: 'low',
    asset: 'swagger-ui.css',
  };
}

/** @throws Error for a parameter that has no value: then a new route needs one here. */
export function pathOf(route: Route<never>, values: PathValues): string {
  return route.path.replace(/\{(\w+)\+?\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for {${name}} of ${route.method} ${route.path}`);
    return value;
  });
}
