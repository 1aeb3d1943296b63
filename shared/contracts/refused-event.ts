// A note on the failure queue that replaces a message which its own queue refused for its content. It names the event
// and holds no content, so that no queue refuses it.
import * as z from 'zod/mini';
import { correlationId, eventId } from './ids.ts';

export const refusedEvent = z.object({
  refused_event: z.object({
    event_id: eventId,
    correlation_id: correlationId,
    event_type: z.string().check(z.regex(/^[A-Za-z]{1,64}$/)),
    trace_id: z.nullable(z.string().check(z.regex(/^[0-9a-f]{32}$/))),
    /** Name of the queue, and the code of its refusal. */
    queue: z.string().check(z.regex(/^[a-z-]{1,64}$/)),
    code: z.string().check(z.regex(/^[\w.-]{1,100}$/)),
  }),
});
export type RefusedEvent = z.output<typeof refusedEvent>;
