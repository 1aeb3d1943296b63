// Builds calls from the route table, one valid path per route, so that a test can cover all routes.
import { allRoutes } from '../../functions/routes.ts';
import type { Route } from '../../shared/runtime/http/route.ts';

/** Every route of the hub. */
export const everyRoute: readonly Route<never>[] = allRoutes.flatMap(({ routes }) => routes);

/** Values for the path parameters of a route. */
export type PathValues = Readonly<Record<string, string>>;

/** Values for every path parameter, from the entities that one submission creates. */
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

/** @throws Error for a parameter without a value: a new route needs one here. */
export function pathOf(route: Route<never>, values: PathValues): string {
  return route.path.replace(/\{(\w+)\+?\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for {${name}} of ${route.method} ${route.path}`);
    return value;
  });
}
