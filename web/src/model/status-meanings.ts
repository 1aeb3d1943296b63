// What every status of every kind of record means, in words: the status meaning legend. Pure data.

export interface StatusMeaning {
  readonly status: string;
  readonly text: string;
  /** Nothing comes after it. */
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
      { status: 'received', text: 'Accepted. It can be edited or withdrawn until the sync worker picks it up.' },
      { status: 'withdrawn', text: 'Taken back before it was picked up; no case is made.', final: true },
      { status: 'erased', text: 'The requester’s data were removed on request. Audit and lineage stay.', final: true },
    ],
  },
  {
    key: 'service_request',
    title: 'Service request',
    meanings: [
      { status: 'submitted', text: 'Entered in the first system of record.' },
      { status: 'withdrawn', text: 'Its submission was taken back.', final: true },
    ],
  },
  {
    key: 'event',
    title: 'Event',
    meanings: [
      { status: 'pending', text: 'Written with the change it tells of, and still owed to the sync worker.' },
      { status: 'completed', text: 'Processed exactly once; its sync log says how.', final: true },
      { status: 'dead_lettered', text: 'Could not be processed after all attempts and waits for an operator.' },
    ],
  },
  {
    key: 'sync_log',
    title: 'Sync log',
    meanings: [
      { status: 'succeeded', text: 'The worker did what the event asks for.' },
      { status: 'skipped', text: 'There was nothing to do: done before, older than what is known, or taken back.' },
      { status: 'failed', text: 'It did not work; the message says why, and whether it is tried again.' },
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
      { status: 'available', text: 'Verified in size, checksum, type and content; it can be opened.' },
      { status: 'rejected', text: 'Not what was declared, or not harmless; its reason is shown.', final: true },
      { status: 'deleted', text: 'Removed with a reason; what was known of it stays.', final: true },
    ],
  },
  {
    key: 'dead_letter',
    title: 'Dead letter',
    meanings: [
      { status: 'parked', text: 'A message that failed, kept with its cause.' },
      { status: 'redriven', text: 'Sent to the worker again by an operator, under the same identity.' },
      { status: 'dismissed', text: 'An operator decided that nothing is to be done.', final: true },
    ],
  },
];
