// The eight boundaries of the hub and what each owns: the schema role legend. Pure data.

export interface Boundary {
  readonly name: string;
  readonly role: string;
  readonly text: string;
  /** The same in few words. */
  readonly short: string;
  /** Item families it keeps. */
  readonly holds: string;
}

/** In the order a request meets them. */
export const boundaries: readonly Boundary[] = [
  {
    name: 'reference',
    role: 'Master data',
    text: 'What the forms offer: request types, priorities, teams and intake methods, with dates and translations.',
    short: 'Values that the forms offer',
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
    text: 'What is known of supporting documents and where their bytes are kept; verified before anybody may open them.',
    short: 'Supporting documents, verified',
    holds: 'Documents and versions',
  },
  {
    name: 'integration',
    role: 'Messages',
    text: 'Events of the outbox, what the sync worker did with each, and messages parked for an operator.',
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
    text: 'Business objects that all systems agree on and where they came from. Only the sync worker writes them.',
    short: 'Objects all agree on, and lineage',
    holds: 'Business objects and lineage',
  },
  {
    name: 'dashboard',
    role: 'Read models',
    text: 'Rows and counters made for this console; they can be rebuilt from the others at any time.',
    short: 'Rows and counters of this console',
    holds: 'Records and counters',
  },
];
