// Schema parts of event data. Definitions receive them as an argument, so that the catalogue loads no schema library.
import * as z from 'zod/mini';
import { caseId, requestNumber, submissionId } from '../ids.ts';
import { caseStatus } from '../operations.ts';

export const vocabulary = {
  /** Keeps unknown members, because sync compares the data of a message with the outbox. */
  data: z.looseObject,
  optional: z.optional,
  text: z.string(),
  caseId,
  caseStatus,
  /** Version of a case that has changed at least once. */
  laterCaseVersion: z.number().check(z.int(), z.gte(2), z.lte(999_999)),
  requestNumber,
  submissionId,
};
export type Vocabulary = typeof vocabulary;
