// A route is data: what the API, its permission check, its validation and its documentation are all made from.
import type * as z from 'zod/mini';
import type { Permission, Role } from '../../auth/roles.ts';

/** A schema of `zod/mini`; kept wide so that route tables of many shapes fit one array. */
export type Schema = z.ZodMiniType;

/** Who is calling, as the verified token says. */
export interface Caller {
  /** The token's `sub`. */
  readonly subject: string;
  /** The token's `name`, or `sub` when it has none; written as `changed_by` and the like. */
  readonly name: string;
  readonly role: Role;
}

/** Input of a use case behind HTTP: already parsed and authorised. */
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
  /** `Accept-Language` as it was sent. */
  readonly acceptLanguage: string | undefined;
  /** W3C `traceparent` of this request, to be carried on what it causes. */
  readonly traceparent: string;
}

/** What a use case answers; the wrapper adds everything that is the same for all. */
export interface ApiReply {
  readonly status: 200 | 201 | 202 | 204;
  /** Sent as JSON, unless `contentType` says otherwise (then a string). */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Opaque strong entity tag without quotes; the wrapper quotes it and answers 304 to a matching `If-None-Match`. */
  readonly etag?: string;
  /** Cursor of the next page, for lists whose body is no JSON; null at the end. A JSON list says it in `pagination.next`. */
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
  /** What it takes when somebody else made the record; absent where that makes no difference. Checked by `requireOwner`. */
  readonly othersPermission?: Permission;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Success answers by status; the problem answers are the same for all routes and are added by the document. */
  readonly responses: Readonly<
    Record<
      number,
      { readonly description: string; readonly schema?: Schema; readonly contentType?: string | readonly string[] }
    >
  >;
  /** Problem statuses of this route beyond the common 400, 401, 403, 404, 500. */
  readonly problems?: readonly number[];
  /** Repeating it does the same again and no harm, so that it takes no `Idempotency-Key`. */
  readonly repeatable?: true;
  /**
   * Looks whether an answer that is kept for its `Idempotency-Key` may be given again.
   * @param kept Its body
   * @throws HubError that is answered instead
   */
  readonly mayReplay?: (
    request: ApiRequest<z.output<P>, z.output<Q>, z.output<B>>,
    kept: Readonly<Record<string, unknown>>,
    deps: Deps,
  ) => Promise<void>;
  readonly handle: (request: ApiRequest<z.output<P>, z.output<Q>, z.output<B>>, deps: Deps) => Promise<ApiReply>;
}

/** A route with its input types erased, as tables hold it. */
export type Route<Deps> = RouteSpec<Schema, Schema, Schema, Deps>;

/** Checks a literal's schemas against its use case, then erases them. */
export function route<Deps>() {
  return <P extends Schema, Q extends Schema, B extends Schema>(spec: RouteSpec<P, Q, B, Deps>): Route<Deps> =>
    spec as unknown as Route<Deps>;
}
