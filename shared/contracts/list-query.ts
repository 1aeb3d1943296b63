// Schema parts of list queries, with the texts of their refusals: filter values, instants and orders.
import * as z from 'zod/mini';
import { pageLimit, pageQuery } from './page.ts';
import { acceptanceOrders } from './values/sort-orders.ts';
import { textLimits } from './values/text-limits.ts';

/** One or several of `values`, separated by commas; an item matches any of them. */
export const anyOf = <T extends string>(values: readonly T[]) =>
  z.pipe(
    z.string().check(
      z.regex(new RegExp(`^(${values.join('|')})(,(${values.join('|')}))*$`), {
        error: `must be one or several of ${values.join(', ')}, separated by commas`,
      }),
    ),
    z.transform((text) => split(text) as readonly T[]),
  );

const code = '[A-Za-z][A-Za-z0-9_]{0,63}';
/** Reference codes, separated by commas. The use case checks them against the catalogue. */
const codes = z.pipe(
  z.string().check(
    z.regex(new RegExp(`^${code}(,${code}){0,49}$`), {
      error: 'must be one or several codes such as GENERAL_INQUIRY, separated by commas',
    }),
  ),
  z.transform(split),
);

/** Sorts and deduplicates the values, so that equal filters have equal text. */
function split(text: string): readonly string[] {
  return [...new Set(text.split(','))].sort();
}

export const moment = z.union([z.iso.date(), z.iso.datetime()], {
  error: 'must be a date such as 2026-01-31 or an instant in UTC such as 2026-01-31T08:00:00Z',
});

export const sortedBy = <T extends string>(values: readonly [T, ...T[]]) =>
  z.optional(z.enum(values, { error: `must be one of ${values.join(', ')}; no other order has an index` }));
export const byAcceptance = sortedBy(acceptanceOrders);

const searched = (what: string) =>
  z.optional(
    z
      .string()
      .check(
        z.minLength(2, { error: `must have at least 2 characters of ${what}` }),
        z.maxLength(textLimits.search),
        z.regex(/[^\s]/, { error: 'must not be blank' }),
      ),
  );

export const overdue = z.optional(z.enum(['true', 'false'], { error: 'must be true or false' }));

/** Creation time, which is the time in the id. An end date includes the whole day. */
export const made = { created_from: z.optional(moment), created_to: z.optional(moment) };

/** Filters by classification. */
export const classified = {
  request_type: z.optional(codes),
  assigned_team: z.optional(codes),
  priority: z.optional(codes),
};

/** Filters by requester and text. */
export const requested = {
  intake_method: z.optional(codes),
  requester: searched('a name, or be an e-mail address'),
  q: searched('a text'),
};

/** Exports: longer pages and the filters of their list. */
const maxExportLimit = 1000;
export const exportPage = { limit: pageLimit(maxExportLimit, maxExportLimit), cursor: pageQuery.shape.cursor };
