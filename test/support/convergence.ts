// Convergence (I9): cases, objects and read model rows made anew from what events and items say, and compared with the
// live ones by a digest. Whatever order things arrived in, the two have to be the same.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { CaseStatus } from '../../shared/contracts/operations.ts';
import { canonicalStatusOf } from '../../shared/core/canonical/canonical-mapping.ts';
import { sectionOf } from '../../shared/core/dashboard/projections.ts';
import { projections } from '../../shared/table/dashboard/projections.ts';
import type { Item } from '../../shared/table/engine/hub-table.ts';

/** The same for the same content, whatever order it comes in. */
export const digestOf = (content: unknown): string =>
  createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex');

interface Outcome {
  readonly status: string;
  readonly lifecycle: string;
  readonly caseVersion: number;
}
type Outcomes = Readonly<Record<string, Outcome>>;

/** What the events alone say of each case: the latest version wins. */
export function outcomesOfEvents(items: readonly Item[]): Outcomes {
  const outcomes: Record<string, Outcome> = {};
  for (const { caseId, ...outcome } of items.filter(isCarriedOut).map(outcomeOfEvent)) {
    if (outcome.caseVersion > (outcomes[caseId]?.caseVersion ?? 0)) outcomes[caseId] = outcome;
  }
  return outcomes;
}

/** Done, and not as an event that an edit replaced. A change that came too late is skipped, and still says what it says. */
const isCarriedOut = (item: Item): boolean =>
  item['entity'] === 'event' &&
  item['event_status'] === 'completed' &&
  !(item['event_type'] === 'RequestCreated' && (item['sync'] as Item)['outcome'] === 'skipped');

function outcomeOfEvent(event: Item): Outcome & { readonly caseId: string } {
  const data = event['data'] as Item;
  const created = event['event_type'] === 'RequestCreated';
  const status = (created ? 'open' : data['new_status']) as CaseStatus;
  return {
    caseId: makeId('case', ulidOf(String(event['subject']))),
    status,
    lifecycle: canonicalStatusOf(status),
    caseVersion: created ? 1 : Number(data['case_version']),
  };
}

/** What the tables show of each case. */
export function outcomesOfTables(items: readonly Item[]): Outcomes {
  const objects = new Map(
    items.filter((item) => item['entity'] === 'business_object').map((item) => [ulidOf(String(item['pk'])), item]),
  );
  return Object.fromEntries(
    items
      .filter((item) => item['entity'] === 'case')
      .map((item) => {
        const object = objects.get(ulidOf(String(item['pk'])));
        return [
          String(item['pk']).slice('OPS#'.length),
          {
            status: String(item['processing_status']),
            lifecycle: String(object?.['lifecycle_status']),
            caseVersion: Number(object?.['case_version']),
          },
        ];
      }),
  );
}

/** Rows as the items of the other boundaries make them. */
export function rowsOfItems(items: readonly Item[]): Readonly<Record<string, Item>> {
  const rows: Record<string, Record<string, unknown>> = {};
  for (const item of items) {
    const part = sectionOf(projections, item);
    if (part === undefined) continue;
    const row = rows[part.submissionId] ?? {};
    const known = row[part.name] as { readonly v: number } | undefined;
    if (known === undefined || part.section.v > known.v) row[part.name] = part.section;
    rows[part.submissionId] = row;
  }
  return rows;
}

/** Rows as the projector keeps them. */
export function rowsOfTable(items: readonly Item[]): Readonly<Record<string, Item>> {
  return Object.fromEntries(
    items
      .filter((item) => item['entity'] === 'record')
      .map(({ pk: _, sk, entity: __, ...sections }) => [String(sk), sections]),
  );
}

/** A line for each of the two comparisons that fails. */
export function divergences(items: readonly Item[]): readonly string[] {
  return [
    ...different('cases and objects', outcomesOfEvents(items), outcomesOfTables(items)),
    ...different('read model rows', rowsOfItems(items), rowsOfTable(items)),
  ];
}

function different(what: string, made: unknown, live: unknown): readonly string[] {
  const [left, right] = [digestOf(made), digestOf(live)];
  if (left === right) return [];
  return [`${what} made anew differ: ${JSON.stringify(made)} instead of ${JSON.stringify(live)}`];
}
