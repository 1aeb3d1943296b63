// Names of the queues that carry events.
export const queueNames = ['work'] as const;
export type QueueName = (typeof queueNames)[number];
