// Explains every status of every entity: the status meaning legend. Pure data.

export interface StatusMeaning {
  readonly status: string;
  readonly text: string;
  /** Terminal status. */
  readonly final?: boolean;
}

export interface StatusGroup {
  readonly key: string;
  readonly title: string;
  readonly meanings: readonly StatusMeaning[];
}

export const statusGroups: readonly StatusGroup[] = [
  {
    key: 'submission',
    title: 'Submission',
    meanings: [
      { status: 'received', text: 'Accepted. It can be edited or withdrawn until the sync worker processes it.' },
      { status: 'withdrawn', text: 'Withdrawn before the sync worker processed it; it has no case.', final: true },
      { status: 'erased', text: 'The requester’s data were removed on request. Audit and lineage stay.', final: true },
    ],
  },
  {
    key: 'service_request',
    title: 'Service request',
    meanings: [
      { status: 'submitted', text: 'Entered in the first system of record.' },
      { status: 'withdrawn', text: 'Its submission was withdrawn.', final: true },
    ],
  },
  {
    key: 'event',
    title: 'Event',
    meanings: [
      {
        status: 'pending',
        text: 'Written in one transaction with its change; the sync worker has not processed it yet.',
      },
      { status: 'completed', text: 'Processed exactly once; its sync log says how.', final: true },
      { status: 'dead_lettered', text: 'Could not be processed after all attempts and waits for an operator.' },
    ],
  },
  {
    key: 'sync_log',
    title: 'Sync log',
    meanings: [
      { status: 'succeeded', text: 'The worker applied the event.' },
      { status: 'skipped', text: 'Nothing to do: the event was a duplicate, stale, or its submission was withdrawn.' },
      { status: 'failed', text: 'The attempt failed; the message gives the cause and says whether it is retried.' },
    ],
  },
  {
    key: 'case',
    title: 'Operational case',
    meanings: [
      { status: 'open', text: 'New. Work can be started, or the case rejected.' },
      { status: 'in_progress', text: 'Being worked on. It can be completed or rejected.' },
      { status: 'completed', text: 'Done. It can only be reopened as a new case.', final: true },
      { status: 'rejected', text: 'Refused. It can only be reopened as a new case.', final: true },
      { status: 'overdue', text: 'Not a status of its own: the case is not closed and past its due date.' },
    ],
  },
  {
    key: 'object',
    title: 'Canonical object',
    meanings: [
      { status: 'active', text: 'Its case is open.' },
      { status: 'in_progress', text: 'Its case is being worked on.' },
      { status: 'completed', text: 'Its case was completed.', final: true },
      { status: 'rejected', text: 'Its case was rejected.', final: true },
    ],
  },
  {
    key: 'document',
    title: 'Document',
    meanings: [
      { status: 'pending', text: 'Declared, but not uploaded or not verified yet.' },
      { status: 'available', text: 'Size, checksum, type and content are verified; it can be opened.' },
      {
        status: 'rejected',
        text: 'The bytes differ from the declaration or are harmful; the document shows the reason.',
        final: true,
      },
      { status: 'deleted', text: 'Deleted with a reason; its metadata stay.', final: true },
    ],
  },
  {
    key: 'dead_letter',
    title: 'Dead letter',
    meanings: [
      { status: 'parked', text: 'A message that failed, kept with its cause.' },
      { status: 'redriven', text: 'Sent to the worker again by an operator, under the same identity.' },
      { status: 'dismissed', text: 'An operator decided that no action is needed.', final: true },
    ],
  },
];
