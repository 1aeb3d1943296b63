// The event types that people see and what they are called on the wire. Values without a schema library, so that the
// relay and the browser may have them alone.

export const eventTypes = ['RequestCreated', 'OperationalCaseStatusChanged'] as const;
export type EventType = (typeof eventTypes)[number];

/** CloudEvents `type` of each event type. A type ends in its major version. */
export const cloudEventTypes = {
  RequestCreated: 'hub.request.created.v1',
  OperationalCaseStatusChanged: 'hub.case.status-changed.v1',
} as const satisfies Record<EventType, string>;
