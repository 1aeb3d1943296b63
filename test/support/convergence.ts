// Convergence (I9): rebuilds cases, objects and read model rows from events and items, and compares them with the live
// ones by a digest. Both must be equal for any order of arrival.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { CaseStatus } from '../../shared/contracts/operations.ts';
import { canonicalStatusOf } from '../../shared/core/canonical/canonical-mapping.ts';
import { sectionOf } from '../../shared/core/dashboard/projections.ts';
import { projections } from '../../shared/table/dashboard/projections.ts';
import type { Item } from '../../shared/table/engine/hub-table.ts';

/** Digest of the content, independent of its order. */
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

/** State of each case according to its events alone: the latest version wins. */
export function outcomesOfEvents(items: readonly Item[]): Outcomes {
  const outcomes: Record<string, Outcome> = {};
  for (const { caseId, ...outcome } of items.filter(isCarriedOut).map(outcomeOfEvent)) {
    if (outcome.caseVersion > (outcomes[caseId]?.caseVersion ?? 0)) outcomes[caseId] = outcome;
  }
  return outcomes;
}

/** Completed, and not replaced by an edit. A stale change is skipped, and its data still count. */
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

/** State of each case according to the table. */
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

/** Rows built from the items of the other boundaries. */
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

/** Rows of the projector. */
export function rowsOfTable(items: readonly Item[]): Readonly<Record<string, Item>> {
  return Object.fromEntries(
    items
      .filter((item) => item['entity'] === 'record')
      .map(({ pk: _, sk, entity: __, by: ___, shut_to: ____, ...sections }) => [String(sk), sections]),
  );
}

/** Returns one line per failed comparison. */
export function divergences(items: readonly Item[]): readonly string[] {
  return [
    ...different('cases and objects', outcomesOfEvents(items), outcomesOfTables(items)),
    ...different('read model rows', rowsOfItems(items), rowsOfTable(items)),
  ];
}

function different(what: string, made: unknown, live: unknown): readonly string[] {
  const [left, right] = [digestOf(made), digestOf(live)];
  if (left === right) return [];
  return [`${what} differ after a rebuild: ${JSON.stringify(made)} instead of ${JSON.stringify(live)}`];
}
