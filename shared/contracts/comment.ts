// Comments on submissions and cases. Their free text is withheld from callers who may not read personal data.
import * as z from 'zod/mini';
import { instant } from './page.ts';
import { text } from './text.ts';
import { textLimits } from './values/text-limits.ts';

export const commentBody = z.strictObject({ text: text(textLimits.comment) });

export const comment = z.object({
  comment_id: z.string(),
  text: z.string(),
  created_by: z.string(),
  created_by_id: z.string(),
  created_at: instant,
});
export type Comment = z.output<typeof comment>;
