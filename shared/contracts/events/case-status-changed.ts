// OperationalCaseStatusChanged: the status of a case changed.
import type { EventDefinition } from './definition.ts';
import type { Vocabulary } from './vocabulary.ts';

export const caseStatusChanged = {
  type: 'OperationalCaseStatusChanged',
  cloudEvent: 'hub.case.status-changed.v1',
  queue: 'work',
  tells: 'the status of a case changed',
  effect: 'sets the canonical object to the status of its case',
  emittedBy: ['operations-api'],
  data: ({ data, text, caseId, caseStatus, laterCaseVersion, submissionId }: Vocabulary) =>
    data({
      operation_case_id: caseId,
      submission_id: submissionId,
      previous_status: caseStatus,
      new_status: caseStatus,
      changed_by: text,
      /** Version of the case after the change; the higher version wins in any order of arrival. */
      case_version: laterCaseVersion,
    }),
} as const satisfies EventDefinition;
