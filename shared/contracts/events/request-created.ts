// RequestCreated: the data of a new case and a new canonical object.
import type { EventDefinition } from './definition.ts';
import type { Vocabulary } from './vocabulary.ts';

export const requestCreated = {
  type: 'RequestCreated',
  cloudEvent: 'hub.request.created.v1',
  queue: 'work',
  tells: 'a submission was accepted or edited, or a terminal case reopened',
  effect: 'creates the case, its canonical object and their lineage',
  emittedBy: ['intake-api', 'operations-api'],
  data: ({ data, optional, text, caseId, requestNumber, submissionId }: Vocabulary) =>
    data({
      submission_id: submissionId,
      request_number: requestNumber,
      request_type: text,
      priority: text,
      assigned_team: text,
      /** Due date of the case, from its priority; absent from events of older versions. */
      due_at: optional(text),
      /** The terminal case that this request reopens. */
      reopens_case_id: optional(caseId),
    }),
} as const satisfies EventDefinition;
