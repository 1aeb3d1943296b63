// The invariant of counters at rest, checked on raw items: totals and activity by hour equal what the rows count, and rows
// are counted as if there were nothing but them.
import type { CaseStatus } from '../../shared/contracts/operations.ts';
import type { Item } from '../../shared/table/engine/hub-table.ts';

type Amounts = Readonly<Record<string, number>>;

/** Returns one line per counter that is off. */
export function counterWrongs(items: readonly Item[]): readonly string[] {
  const of = (entity: string) => items.filter((item) => item['entity'] === entity);
  const counted = summed([...of('counter').map(numbers), ...of('activity').map(hourNumbers)]);
  const expected = summed(of('record').map(countsOfRow));
  const names = [...new Set([...Object.keys(counted), ...Object.keys(expected)])].sort();
  return names.flatMap((name) => {
    const [is, should] = [counted[name] ?? 0, expected[name] ?? 0];
    return is === should ? [] : [`the counter ${name} is ${is}, rows have ${should}`];
  });
}

function numbers(item: Item): Amounts {
  const entries = Object.entries(item).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return Object.fromEntries(entries);
}

const hourNumbers = (item: Item): Amounts =>
  Object.fromEntries(
    Object.entries(numbers(item)).map(([name, amount]) => [
      `${String(item['sk']).replace('HOUR#', '')} ${name}`,
      amount,
    ]),
  );

function countsOfRow({ submission, event, operation_case }: Item): Amounts {
  const [created, sent, worked] = [submission, event, operation_case] as readonly (Item | undefined)[];
  const status = worked?.['processing_status'] as CaseStatus | undefined;
  const isClosed = status === 'completed' || status === 'rejected';
  return {
    ...(created === undefined ? {} : { submissions: 1, ...inHour(created['created_at'], 'submissions') }),
    ...(status === undefined ? {} : { [`case_${status}`]: 1 }),
    ...(isClosed ? inHour(worked?.['closed_at'], status) : {}),
    ...(sent?.['event_status'] === 'dead_lettered' ? inHour(sent['dead_lettered_at'], 'dead_lettered') : {}),
  };
}

const inHour = (instant: unknown, name: string): Amounts => ({ [`${String(instant).slice(0, 13)} ${name}`]: 1 });

function summed(all: readonly Amounts[]): Amounts {
  const sums: Record<string, number> = {};
  for (const [name, by] of all.flatMap((amounts) => Object.entries(amounts))) sums[name] = (sums[name] ?? 0) + by;
  return sums;
}
