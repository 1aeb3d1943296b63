// Routes of the reference boundary: the values that submissions name, and their administration.
import * as z from 'zod/mini';
import { readerOf } from '../../shared/auth/reader.ts';
import { pageOf, pageQuery } from '../../shared/contracts/page.ts';
import {
  type LabelLanguage,
  type ReferenceValue,
  referenceAddition,
  referenceChange,
  referenceCode,
  referenceData,
  referenceHistoryEntry,
  referenceKind,
  referenceValue,
} from '../../shared/contracts/reference.ts';
import { labelLanguages } from '../../shared/contracts/values/reference.ts';
import { idempotentRequestOf } from '../../shared/core/idempotency/idempotent-request.ts';
import { languageOf } from '../../shared/core/reference-data/reference-language.ts';
import { type Route, route } from '../../shared/runtime/http/route.ts';
import { addReferenceValue, type ChangeReferenceDeps, changeReferenceValue } from './change-reference.ts';
import { type ReadReferenceDeps, readHistory, readKind, readReference, readValue } from './read-reference.ts';

export type ReferenceDeps = ReadReferenceDeps &
  ChangeReferenceDeps & { readonly reference: ReadReferenceDeps['reference'] & ChangeReferenceDeps['reference'] };

const define = route<ReferenceDeps>();
const lang = z.optional(z.enum(labelLanguages));
const kindParams = z.object({ kind: referenceKind });
const valueParams = z.object({ kind: referenceKind, code: referenceCode });
const listQuery = z.strictObject({ include: z._default(z.enum(['active', 'all']), 'active'), lang });
const kindQuery = z.strictObject({
  limit: pageQuery.shape.limit,
  cursor: pageQuery.shape.cursor,
  ...listQuery.shape,
});
const languageQuery = z.strictObject({ lang });

/** Labels differ by language, so caches must too. */
const headers = (language: string) => ({ vary: 'Accept-Language, Origin', 'content-language': language });

/** The version, which guards changes, and values that change without a version: status by time, label by language. */
const tagOf = ({ version, status }: ReferenceValue, language: LabelLanguage): string =>
  [version, status, language].join('.');

export const referenceRoutes: readonly Route<ReferenceDeps>[] = [
  define({
    method: 'GET',
    path: '/reference',
    operationId: 'getReferenceData',
    summary: 'Read the request types, priorities, teams and intake methods that a submission may name',
    permission: 'reference:read',
    query: listQuery,
    responses: { 200: { description: 'The values with their labels', schema: referenceData } },
    handle: async ({ query, acceptLanguage }, deps) => {
      const language = languageOf(query.lang, acceptLanguage);
      const body = await readReference({ include: query.include, language }, deps);
      return { status: 200, body, headers: headers(language) };
    },
  }),
  define({
    method: 'GET',
    path: '/reference/{kind}',
    operationId: 'listReferenceValues',
    summary: 'Read the values of one kind, in display order',
    permission: 'reference:read',
    params: kindParams,
    query: kindQuery,
    responses: { 200: { description: 'A page of values', schema: pageOf(referenceValue) } },
    handle: async ({ params, query, acceptLanguage }, deps) => {
      const language = languageOf(query.lang, acceptLanguage);
      const body = await readKind({ kind: params.kind, include: query.include, language, query }, deps);
      return { status: 200, body, headers: headers(language) };
    },
  }),
  define({
    method: 'POST',
    path: '/reference/{kind}',
    operationId: 'addReferenceValue',
    summary: 'Add a value; new submissions may name it within five seconds, or from valid_from',
    permission: 'reference:change',
    params: kindParams,
    query: languageQuery,
    body: referenceAddition,
    responses: { 201: { description: 'Added', schema: referenceValue } },
    problems: [409],
    handle: async ({ params, query, body, caller, acceptLanguage, ...request }, deps) => {
      const language = languageOf(query.lang, acceptLanguage);
      const input = { kind: params.kind, body, changedBy: caller, idempotency: idempotentRequestOf(request), language };
      const added = await addReferenceValue(input, deps);
      const location = `/reference/${params.kind}/${added.code}`;
      return { status: 201, body: added, etag: tagOf(added, language), headers: { ...headers(language), location } };
    },
  }),
  define({
    method: 'GET',
    path: '/reference/{kind}/{code}',
    operationId: 'getReferenceValue',
    summary: 'Read one active, scheduled or retired value; its entity tag guards changes',
    permission: 'reference:read',
    params: valueParams,
    query: languageQuery,
    responses: { 200: { description: 'The value', schema: referenceValue } },
    handle: async ({ params, query, acceptLanguage }, deps) => {
      const language = languageOf(query.lang, acceptLanguage);
      const body = await readValue({ ...params, language }, deps);
      return { status: 200, body, etag: tagOf(body, language), headers: headers(language) };
    },
  }),
  define({
    method: 'PATCH',
    path: '/reference/{kind}/{code}',
    operationId: 'changeReferenceValue',
    summary: 'Rename, reorder, schedule or retire a value (valid_to), or restore it (valid_to null)',
    permission: 'reference:change',
    params: valueParams,
    query: languageQuery,
    body: referenceChange,
    responses: { 200: { description: 'Changed', schema: referenceValue } },
    problems: [409, 412, 428],
    handle: async ({ params, query, body, caller, ifMatch, acceptLanguage, ...request }, deps) => {
      const language = languageOf(query.lang, acceptLanguage);
      const input = {
        ...params,
        body,
        changedBy: caller,
        ifMatch,
        idempotency: idempotentRequestOf(request),
        language,
      };
      const changed = await changeReferenceValue(input, deps);
      return { status: 200, body: changed, etag: tagOf(changed, language), headers: headers(language) };
    },
  }),
  define({
    method: 'GET',
    path: '/reference/{kind}/{code}/history',
    operationId: 'getReferenceHistory',
    summary: 'Read the changes of a value with person and fields, oldest first',
    permission: 'reference:read',
    params: valueParams,
    query: pageQuery,
    responses: { 200: { description: 'A page of changes', schema: pageOf(referenceHistoryEntry) } },
    handle: async ({ params, query, caller }, deps) => ({
      status: 200,
      body: await readHistory({ ...params, query, ...readerOf(caller) }, deps),
    }),
  }),
];
