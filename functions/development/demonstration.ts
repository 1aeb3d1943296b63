// The demonstration: a few requests in every state a case can be in, the same each time. All people are invented.
import type { SubmissionBody } from '../../shared/contracts/intake.ts';
import type { CaseStatus } from '../../shared/contracts/operations.ts';

export interface DemoRequest {
  readonly body: SubmissionBody;
  /** Statuses that its case is taken through, with the reasons. */
  readonly steps: readonly { readonly status: CaseStatus; readonly reason: string }[];
}

const robin = { requester_name: 'Robin Example', requester_email: 'robin@example.test' } as const;
const sam = { requester_name: 'Sam Sample', requester_email: 'sam@example.test' } as const;
const kim = { requester_name: 'Kim Muster', requester_email: 'kim@example.test' } as const;

export const demonstration: readonly DemoRequest[] = [
  {
    body: {
      ...robin,
      intake_method: 'manual_form',
      request_type: 'GENERAL_INQUIRY',
      priority: 'medium',
      assigned_team: 'OPERATIONS_TEAM',
      request_description: 'Please confirm the delivery window agreed for the spring order.',
    },
    steps: [
      { status: 'in_progress', reason: 'taken over by the early shift' },
      { status: 'completed', reason: 'window confirmed by telephone' },
    ],
  },
  {
    body: {
      ...sam,
      intake_method: 'email',
      request_type: 'AGREEMENT_CHANGE',
      priority: 'high',
      assigned_team: 'AGREEMENTS_TEAM',
      request_description: 'The billing address of our agreement is out of date.',
    },
    steps: [{ status: 'in_progress', reason: 'waiting for the signed form' }],
  },
  {
    body: {
      ...kim,
      intake_method: 'phone',
      request_type: 'INCIDENT_REPORT',
      priority: 'urgent',
      assigned_team: 'TECHNICAL_TEAM',
      request_description: 'The customer portal shows an empty page after signing in.',
    },
    steps: [],
  },
  {
    body: {
      ...robin,
      intake_method: 'manual_form',
      request_type: 'ACCOUNT_UPDATE',
      priority: 'low',
      assigned_team: 'CUSTOMER_CARE_TEAM',
      request_description: 'Second contact person to be added to our account.',
    },
    steps: [{ status: 'rejected', reason: 'the person is registered already' }],
  },
  {
    body: {
      ...sam,
      intake_method: 'api',
      request_type: 'COMPLAINT',
      priority: 'medium',
      assigned_team: 'CUSTOMER_CARE_TEAM',
      request_description: 'Two invoices were sent for the same agreement.',
    },
    steps: [],
  },
];
