// Contract of the canonical boundary: business objects and their lineage.
import * as z from 'zod/mini';
import { businessObjectId, caseId, correlationId, eventId, requestNumber, submissionId } from './ids.ts';
import { anyOf, byAcceptance, made } from './list-query.ts';
import { instant, pageQuery } from './page.ts';
import { canonicalStatuses } from './values/canonical.ts';

export type CanonicalStatus = (typeof canonicalStatuses)[number];

/** Values of the canonical model; `shared/core/canonical/canonical-mapping.ts` assigns them to requests. */
export const objectTypes = ['service_request'] as const;
export const canonicalCategories = ['inquiry', 'customer', 'agreement', 'incident', 'complaint', 'general'] as const;

export const businessObject = z.object({
  business_object_id: businessObjectId,
  object_type: z.string(),
  canonical_category: z.string(),
  lifecycle_status: z.enum(canonicalStatuses),
  correlation_id: correlationId,
  /** Version of the case that `lifecycle_status` reflects. */
  case_version: z.number(),
  created_at: instant,
  updated_at: instant,
});
export type BusinessObject = z.output<typeof businessObject>;

/** Maps a source request to its operational case and its canonical object. */
export const lineageRecord = z.object({
  lineage_id: z.string(),
  submission_id: submissionId,
  request_number: requestNumber,
  operation_case_id: caseId,
  business_object_id: businessObjectId,
  correlation_id: correlationId,
  event_id: eventId,
  worker_version: z.string(),
  recorded_at: instant,
});
export type LineageRecord = z.output<typeof lineageRecord>;

/** `made` filters by the time of the request in both lists. */
export const businessObjectListQuery = z.strictObject({
  ...pageQuery.shape,
  object_type: z.optional(anyOf(objectTypes)),
  canonical_category: z.optional(anyOf(canonicalCategories)),
  lifecycle_status: z.optional(anyOf(canonicalStatuses)),
  ...made,
  sort: byAcceptance,
});
export type BusinessObjectListQuery = z.output<typeof businessObjectListQuery>;

export const lineageListQuery = z.strictObject({ ...pageQuery.shape, ...made, sort: byAcceptance });
export type LineageListQuery = z.output<typeof lineageListQuery>;
