// Items of a desk on the wire: something that waits for an operator's decision.
import * as z from 'zod/mini';
import { instant } from './page.ts';

/** Names the group of items whose causes differ only in ids, numbers, times and hosts. */
export const fingerprint = z
  .string()
  .check(z.regex(/^[0-9a-f]{16}$/, { error: 'must be a fingerprint: 16 hexadecimal digits' }));

/** A decision about an item. @param actions The decisions that its desk knows */
export const deskDecision = <const Actions extends readonly [string, ...string[]]>(actions: Actions) =>
  z.object({
    action: z.enum(actions),
    decided_by: z.string(),
    decided_by_id: z.string(),
    reason: z.string(),
    decided_at: instant,
  });
