// Data of the demonstration: requests in all states. It is deterministic and its people are invented.
import type { SubmissionBody, SubmissionEdit } from '../../shared/contracts/intake.ts';
import type { CaseStatus } from '../../shared/contracts/operations.ts';

/** One change of a case, in the fields of its API. */
export type DemoStep =
  | { readonly do: 'status'; readonly status: CaseStatus; readonly reason: string }
  | { readonly do: 'assign'; readonly assignee: string; readonly reason: string }
  /** Sets the due date to the present, so that the case is overdue. */
  | { readonly do: 'due-now'; readonly reason: string }
  | { readonly do: 'comment'; readonly text: string }
  /** Reopens the case; `afterwards` are steps of the new case. */
  | { readonly do: 'reopen'; readonly reason: string; readonly afterwards: readonly DemoStep[] };

export interface DemoRequest {
  readonly body: SubmissionBody;
  /** A change before sync processes the request. */
  readonly early?:
    | { readonly do: 'edit'; readonly edit: SubmissionEdit }
    | { readonly do: 'withdraw'; readonly reason: string };
  /** A comment on the submission. */
  readonly comment?: string;
  /** Steps of its case, in this order. */
  readonly steps: readonly DemoStep[];
}

const robin = { requester_name: 'Robin Example', requester_email: 'robin@example.test' } as const;
const sam = { requester_name: 'Sam Sample', requester_email: 'sam@example.test' } as const;
const kim = { requester_name: 'Kim Muster', requester_email: 'kim@example.test' } as const;
const lou = { requester_name: 'Lou Placeholder', requester_email: 'lou@example.test' } as const;

const status = (to: CaseStatus, reason: string): DemoStep => ({ do: 'status', status: to, reason });
const comment = (text: string): DemoStep => ({ do: 'comment', text });

const completed: readonly DemoRequest[] = [
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
      { do: 'assign', assignee: 'Omar Haddad', reason: 'knows the carrier' },
      status('in_progress', 'taken over by the early shift'),
      comment('The carrier confirms Thursday between eight and ten.'),
      status('completed', 'window confirmed by telephone'),
    ],
  },
  {
    body: {
      ...kim,
      intake_method: 'phone',
      request_type: 'INCIDENT_REPORT',
      priority: 'high',
      assigned_team: 'TECHNICAL_TEAM',
      request_description: 'Invoices cannot be downloaded since this morning.',
    },
    steps: [
      status('in_progress', 'seen on two other accounts as well'),
      status('completed', 'the link of the archive was corrected'),
      {
        do: 'reopen',
        reason: 'the customer reports the same again for invoices of last year',
        afterwards: [status('in_progress', 'the older archive has a link of its own')],
      },
    ],
  },
];

const rejected: readonly DemoRequest[] = [
  {
    body: {
      ...robin,
      intake_method: 'manual_form',
      request_type: 'ACCOUNT_UPDATE',
      priority: 'low',
      assigned_team: 'CUSTOMER_CARE_TEAM',
      request_description: 'Second contact person to be added to our account.',
    },
    steps: [status('rejected', 'the person is registered already')],
  },
  {
    body: {
      ...lou,
      intake_method: 'api',
      request_type: 'AGREEMENT_CHANGE',
      priority: 'medium',
      assigned_team: 'AGREEMENTS_TEAM',
      request_description: 'Please move the start of our agreement to last quarter.',
    },
    steps: [
      status('in_progress', 'asked the agreements desk'),
      comment('An agreement cannot begin before it was signed.'),
      status('rejected', 'a start in the past is not possible'),
    ],
  },
];

const underWay: readonly DemoRequest[] = [
  {
    body: {
      ...sam,
      intake_method: 'email',
      request_type: 'AGREEMENT_CHANGE',
      priority: 'high',
      assigned_team: 'AGREEMENTS_TEAM',
      request_description: 'The billing address of our agreement is out of date.',
    },
    steps: [
      { do: 'assign', assignee: 'Aya Prasad', reason: 'looks after this agreement' },
      status('in_progress', 'waiting for the signed form'),
    ],
  },
  {
    body: {
      ...lou,
      intake_method: 'email',
      request_type: 'ACCOUNT_UPDATE',
      priority: 'low',
      assigned_team: 'CUSTOMER_CARE_TEAM',
      request_description: 'Our company has a new name, the register extract follows by mail.',
    },
    early: { do: 'edit', edit: { priority: 'medium' } },
    steps: [status('in_progress', 'extract has arrived')],
  },
  {
    body: {
      ...sam,
      intake_method: 'phone',
      request_type: 'COMPLAINT',
      priority: 'urgent',
      assigned_team: 'CUSTOMER_CARE_TEAM',
      request_description: 'A reminder came although the invoice was paid in time.',
    },
    comment: 'The bank statement shows the payment two days before the reminder.',
    steps: [
      { do: 'assign', assignee: 'Omar Haddad', reason: 'took the call' },
      status('in_progress', 'asked the accounts desk for the payment'),
      { do: 'due-now', reason: 'the customer was promised an answer by now' },
    ],
  },
];

const waiting: readonly DemoRequest[] = [
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
      request_type: 'GENERAL_INQUIRY',
      priority: 'low',
      assigned_team: 'OPERATIONS_TEAM',
      request_description: 'Which holidays does the warehouse keep this year?',
    },
    early: { do: 'withdraw', reason: 'found the answer on the web site' },
    steps: [],
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
    steps: [comment('Both carry the same date; the second one looks like a copy.')],
  },
];

/** In the order of their submission. */
export const demonstration: readonly DemoRequest[] = [...completed, ...rejected, ...underWay, ...waiting];
