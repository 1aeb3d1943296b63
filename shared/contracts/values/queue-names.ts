// The queues that events travel on.
export const queueNames = ['work'] as const;
export type QueueName = (typeof queueNames)[number];
