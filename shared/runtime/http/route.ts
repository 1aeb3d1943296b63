// Defines a route as data. The API, its permission check, its validation and its documentation derive from it.
import type * as z from 'zod/mini';
import type { Permission, Role } from '../../contracts/values/permissions.ts';

/** Any schema of `zod/mini`, so that one array holds routes with different schemas. */
export type Schema = z.ZodMiniType;

/** The caller, from the verified token. */
export interface Caller {
  /** The token's `sub`. */
  readonly subject: string;
  /** The token's `name`, or `sub` when it has none; written as `changed_by` and the like. */
  readonly name: string;
  readonly role: Role;
}

/** Input of an HTTP use case, already parsed and authorised. */
export interface ApiRequest<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Absent on routes whose permission is `public`, unless the client sent a valid token. */
  readonly caller: Caller;
  /** Opaque strong entity tag from `If-Match`, without quotes; `*` stays `*`. */
  readonly ifMatch: string | undefined;
  /** SHA-256 (hex) of caller, method, path and `Idempotency-Key`, when the client sent one. */
  readonly idempotencyKeyHash: string | undefined;
  /** SHA-256 (hex) of query and body, when the client sent an `Idempotency-Key`: another payload is another request. */
  readonly payloadFingerprint: string | undefined;
  /** Unparsed `Accept-Language` header. */
  readonly acceptLanguage: string | undefined;
  /** W3C `traceparent` of this request; events that it causes carry it. */
  readonly traceparent: string;
}

/** Reply of a use case; the wrapper adds the headers that all answers share. */
export interface ApiReply {
  readonly status: 200 | 201 | 202 | 204;
  /** Sent as JSON, unless `contentType` says otherwise (then a string). */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Opaque strong entity tag without quotes; the wrapper quotes it and answers 304 to a matching `If-None-Match`. */
  readonly etag?: string;
  /** Cursor of the next page for lists that are not JSON; null at the end. JSON lists use `pagination.next`. */
  readonly nextCursor?: string | null;
}

export interface RouteSpec<P extends Schema, Q extends Schema, B extends Schema, Deps> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** API Gateway form: `/operational/cases/{operation_case_id}/status`. */
  readonly path: string;
  /** OpenAPI operation id, camelCase. */
  readonly operationId: string;
  readonly summary: string;
  readonly permission: Permission | 'public';
  /** Permission to act on an entity of another person, for `requireOwner`; absent where the creator does not matter. */
  readonly othersPermission?: Permission;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Success answers by status; the OpenAPI document adds the problem answers, which all routes share. */
  readonly responses: Readonly<
    Record<
      number,
      { readonly description: string; readonly schema?: Schema; readonly contentType?: string | readonly string[] }
    >
  >;
  /** Problem statuses of this route beyond those that follow from its shape, such as 401, 404, 422 and 500. */
  readonly problems?: readonly number[];
  /** The operation is idempotent by itself and ignores `Idempotency-Key`. */
  readonly repeatable?: true;
  /**
   * Checks that the stored answer for an `Idempotency-Key` may be returned.
   * @param kept Body of the stored answer
   * @throws HubError to answer instead
   */
  readonly checkStoredAnswer?: (
    request: ApiRequest<z.output<P>, z.output<Q>, z.output<B>>,
    kept: Readonly<Record<string, unknown>>,
    deps: Deps,
  ) => Promise<void>;
  readonly handle: (request: ApiRequest<z.output<P>, z.output<Q>, z.output<B>>, deps: Deps) => Promise<ApiReply>;
}

/** A route with erased input types, as route tables hold it. */
export type Route<Deps> = RouteSpec<Schema, Schema, Schema, Deps>;

/** Type-checks the schemas of a literal against its use case, then erases the types. */
export function route<Deps>() {
  return <P extends Schema, Q extends Schema, B extends Schema>(spec: RouteSpec<P, Q, B, Deps>): Route<Deps> =>
    spec as unknown as Route<Deps>;
}
