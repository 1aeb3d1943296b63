// Counts a batch of rows before the rows are written, by one write: the amounts are added and the batch's claims are kept in
// the same counter until it is known that all of its rows are written.
import type { ActivityHours } from '../../core/dashboard/activity.ts';
import { type Claim, claimed, type OpenBatch } from '../../core/dashboard/open-batch.ts';
import type { Counts } from '../../core/dashboard/projections.ts';
import { hourOfCounter, hoursIn } from '../../core/dashboard/row-counts.ts';
import { type Addition, additionUpdate } from '../engine/addition.ts';
import type { HubTable, Item, Write } from '../engine/hub-table.ts';
import { type Key, keyOf, shardOf } from '../engine/keys.ts';
import { numbersOf } from './counter-store.ts';
import { counterKey, counterKeys, counterShards, hourKey } from './keys.ts';

export interface OpenBatchStore {
  /**
   * Counts the claims and keeps them. Batches of this process whose rows are all written are closed by the same write.
   * @returns the batch's id, which its rows keep
   */
  open(claims: readonly Claim[]): Promise<string>;
  /** All rows of the batch are certainly written: the next `open` closes it. */
  written(batchId: string): void;
  /** All counters, with the batches that are open in them. */
  counters(): Promise<readonly FoundCounter[]>;
  /** Adds the correction and closes the batch. @returns false when another has closed it, and nothing is added */
  close(batch: FoundBatch, correction: Counts): Promise<boolean>;
  /** Moves the activity of hours before this one from the counter, as it was found, to items of their own. */
  moveHours(counter: FoundCounter, before: string): Promise<void>;
}

export interface FoundCounter {
  readonly key: Key;
  readonly counts: Counts;
  readonly open: readonly FoundBatch[];
}

export interface FoundBatch extends OpenBatch {
  /** Key of the counter that has it. */
  readonly counter: Key;
}

/** The name of the attribute that holds a batch is its id behind this. */
const batchPrefix = 'OPEN#';

/**
 * @param shards Number of read model shards, at least 1.
 * @param newId Never gives one id twice. One counter is chosen by it for as long as the store lives.
 */
export function openBatchStore(
  table: HubTable,
  shards: number,
  nowMs: () => number,
  newId: () => string,
): OpenBatchStore {
  const key = counterKey(shardOf(newId(), counterShards(shards)));
  const done = new Set<string>();
  return {
    open: async (claims) => {
      const batchId = shortened(newId());
      const closing = [...done];
      await table.updateOnce(openUpdate(key, { id: batchId, openedAtMs: nowMs(), claims }, closing));
      for (const closed of closing) done.delete(closed);
      return batchId;
    },
    written: (batchId) => void done.add(batchId),
    counters: async () => {
      const items = await table.batchGet<Item>(counterKeys(shards));
      return items.flatMap((item) =>
        item === undefined ? [] : [{ key: keyOf(item), counts: numbersOf(item), open: batchesOf(item) }],
      );
    },
    close: (batch, correction) => close(table, batch, correction),
    moveHours: (counter, before) => moveHours(table, counter, before),
  };
}

/**
 * Rows keep these beside their sections in one write unit, so they are short. Forty random bits: two batches that count the
 * same row have the same id in one of 10¹² cases, and it would matter only if the second broke off before it wrote the row.
 */
const shortened = (ulid: string): string => ulid.slice(-8);

function openUpdate(key: Key, { id, openedAtMs, claims }: OpenBatch, closing: readonly string[]) {
  const addition = additionUpdate({ key, entity: 'counter', amounts: claimed(claims) });
  const removed = closing.map((batchId, index) => [`#closing${index}`, `${batchPrefix}${batchId}`] as const);
  return {
    ...addition,
    UpdateExpression: [
      addition.UpdateExpression.replace('SET ', 'SET #batch = :batch, '),
      ...(removed.length === 0 ? [] : [`REMOVE ${removed.map(([name]) => name).join(', ')}`]),
    ].join(' '),
    // A call that arrives twice counts once.
    ConditionExpression: 'attribute_not_exists(#batch)',
    ExpressionAttributeNames: {
      ...addition.ExpressionAttributeNames,
      '#batch': `${batchPrefix}${id}`,
      ...Object.fromEntries(removed),
    },
    ExpressionAttributeValues: {
      ...addition.ExpressionAttributeValues,
      ':batch': { opened_at_ms: openedAtMs, claims },
    },
  };
}

function batchesOf(item: Item): readonly FoundBatch[] {
  return Object.entries(item).flatMap(([name, value]) => {
    if (!name.startsWith(batchPrefix)) return [];
    const { opened_at_ms: openedAtMs, claims } = value as { opened_at_ms: number; claims: readonly Claim[] };
    return [{ id: name.slice(batchPrefix.length), openedAtMs, claims, counter: keyOf(item) }];
  });
}

async function close(table: HubTable, { id, counter }: FoundBatch, correction: Counts): Promise<boolean> {
  const { ExpressionAttributeNames, ExpressionAttributeValues, UpdateExpression } = additionUpdate({
    key: counter,
    entity: 'counter',
    amounts: correction,
  });
  const outcome = await table.transact([
    {
      Update: {
        Key: counter,
        UpdateExpression: `${UpdateExpression} REMOVE #batch`,
        ConditionExpression: 'attribute_exists(#batch)',
        ExpressionAttributeNames: { ...ExpressionAttributeNames, '#batch': `${batchPrefix}${id}` },
        ExpressionAttributeValues,
      },
    },
  ]);
  return outcome.kind === 'written';
}

/** Counters of hours that one transaction moves; the next run moves more. */
const mostMoved = 50;

async function moveHours(table: HubTable, { key, counts }: FoundCounter, before: string): Promise<void> {
  const over = Object.entries(counts).filter(([name]) => (hourOfCounter(name) ?? before) < before);
  if (over.length > 0) await table.transact(movingOf(key, over.slice(0, mostMoved)));
}

/** Nothing is moved when the counter has changed meanwhile, or another has moved it: the next run does it. */
function movingOf(counter: Key, counts: readonly (readonly [string, number])[]): readonly Write[] {
  return [
    {
      Update: {
        Key: counter,
        UpdateExpression: `REMOVE ${counts.map((_, index) => `#n${index}`).join(', ')}`,
        ConditionExpression: counts.map((_, index) => `#n${index} = :n${index}`).join(' AND '),
        ExpressionAttributeNames: Object.fromEntries(counts.map(([name], index) => [`#n${index}`, name])),
        ExpressionAttributeValues: Object.fromEntries(counts.map(([, amount], index) => [`:n${index}`, amount])),
      },
    },
    ...hourAdditions(hoursIn(Object.fromEntries(counts))).map(
      (addition): Write => ({ Update: additionUpdate(addition) }),
    ),
  ];
}

/** Additions to hours that are over. */
export const hourAdditions = (hours: ActivityHours): readonly Addition[] =>
  Object.entries(hours).map(([hour, amounts]) => ({ key: hourKey(hour), entity: 'activity', amounts }));
