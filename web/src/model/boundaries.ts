// The eight boundaries of the hub and the data that each owns: the schema role legend. Pure data.

export interface Boundary {
  readonly name: string;
  readonly role: string;
  readonly text: string;
  /** Short form of `text`. */
  readonly short: string;
  /** Item families of the boundary. */
  readonly holds: string;
}

/** In the order in which a submission passes them. */
export const boundaries: readonly Boundary[] = [
  {
    name: 'reference',
    role: 'Master data',
    text: 'Values of the forms: request types, priorities, teams and intake methods, with dates and translations.',
    short: 'Values of the forms',
    holds: 'Reference values and their changes',
  },
  {
    name: 'intake',
    role: 'Raw requests',
    text: 'Submissions as they were received, with edits, withdrawals and comments.',
    short: 'Submissions as received',
    holds: 'Submissions',
  },
  {
    name: 'source_system',
    role: 'First system of record',
    text: 'The service request that every accepted submission becomes, in the same transaction.',
    short: 'The service request each becomes',
    holds: 'Service requests',
  },
  {
    name: 'document_repo',
    role: 'Evidence',
    text: 'Metadata and storage of supporting documents. The hub verifies a document before anybody can open it.',
    short: 'Supporting documents, verified',
    holds: 'Documents and versions',
  },
  {
    name: 'integration',
    role: 'Messages',
    text: 'Events of the outbox, the sync logs of each, and messages parked for an operator.',
    short: 'Events, sync logs, parked messages',
    holds: 'Events, sync logs, dead letters',
  },
  {
    name: 'operational',
    role: 'Work',
    text: 'Cases that people work on: status, team, due date, and a history without gaps.',
    short: 'Cases that people work on',
    holds: 'Cases and status history',
  },
  {
    name: 'canonical',
    role: 'Shared truth',
    text: 'Business objects that all systems agree on, with their lineage. Only the sync worker writes them.',
    short: 'Objects all agree on, and lineage',
    holds: 'Business objects and lineage',
  },
  {
    name: 'dashboard',
    role: 'Read models',
    text: 'Rows and counters for this console; an operator can rebuild them from the other boundaries at any time.',
    short: 'Rows and counters of this console',
    holds: 'Rows and counters',
  },
];
