// Pages of lists: newest first, with `limit` and an opaque signed `cursor`.
import * as z from 'zod/mini';

export const maxPageLimit = 500;
export const defaultPageLimit = 50;

/** Whole numbers up to each bound, as a pattern that the API document can show. */
const upTo = { 500: '[1-9][0-9]?|[1-4][0-9]{2}|500', 1000: '[1-9][0-9]{0,2}|1000' } as const;

/** A whole number from 1 to `most` in plain decimal digits; refuses `0x10`, `1e1`, `+5` and `007`. */
export const pageLimit = (most: keyof typeof upTo, usual: number) =>
  z._default(
    z.pipe(
      z.string().check(
        z.regex(new RegExp(`^(${upTo[most]})$`), {
          error: `must be a whole number from 1 to ${most} in decimal digits`,
        }),
      ),
      z.transform(Number),
    ),
    usual,
  );

/** Query parameters of all lists. */
export const pageQuery = z.strictObject({
  limit: pageLimit(maxPageLimit, defaultPageLimit),
  cursor: z.optional(z.string().check(z.maxLength(1024))),
  /** Lists with other orders override it. */
  sort: z.optional(
    z.enum(['-created_at'], { error: 'must be -created_at: this list is newest first and has no other order' }),
  ),
});
export type PageQuery = z.output<typeof pageQuery>;

/** A page of `item`s; `pagination.next` is the cursor of the next page or null at the end. */
export const pageOf = <T extends z.ZodMiniType>(item: T) =>
  z.object({
    data: z.array(item),
    pagination: z.object({ limit: z.number(), next: z.nullable(z.string()) }),
  });

export interface Page<T> {
  readonly data: readonly T[];
  readonly pagination: { readonly limit: number; readonly next: string | null };
}

/** ISO 8601 instant in UTC, for example `2026-01-31T08:15:30.123Z`. */
export const instant = z.string();
