// A valid submission for tests that need any.
import type { SubmissionBody } from '../../shared/contracts/intake.ts';

export const sampleBody: SubmissionBody = {
  intake_method: 'manual_form',
  requester_name: 'Alex Example',
  requester_email: 'alex@example.test',
  request_description: 'Please confirm the delivery window of our last agreement.',
  request_type: 'GENERAL_INQUIRY',
  priority: 'medium',
  assigned_team: 'OPERATIONS_TEAM',
};
