// The items that a read model row is made of, read from the boundaries that own them.
import { makeId, ulidOf } from '../../contracts/ids.ts';
import { businessObjectKey } from '../canonical/keys.ts';
import type { HubTable, Item } from '../engine/hub-table.ts';
import type { Key } from '../engine/keys.ts';
import { submissionKey } from '../intake/keys.ts';
import { caseKey } from '../operations/keys.ts';
import { eventKey } from '../outbox/keys.ts';
import { serviceRequestKey } from '../source-system/keys.ts';

export interface RecordEvent {
  readonly submissionId: string;
  readonly eventId: string;
}

export interface RecordSource {
  /** All items of these records that exist, in no order of use. */
  items(records: readonly RecordEvent[]): Promise<readonly Item[]>;
}

/** BatchGetItem takes 100 keys, and a record has five items. */
const recordsPerCall = 20;

export function recordSource(table: HubTable): RecordSource {
  return {
    items: async (records) => {
      const found: Item[] = [];
      for (let first = 0; first < records.length; first += recordsPerCall) {
        const keys = records.slice(first, first + recordsPerCall).flatMap(keysOf);
        found.push(...(await table.batchGet<Item>(unique(keys))).filter((item) => item !== undefined));
      }
      return found;
    },
  };
}

/** A submission that was edited has had several events; the table refuses to be asked for one key twice. */
const unique = (keys: readonly Key[]): readonly Key[] => [
  ...new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values(),
];

function keysOf({ submissionId, eventId }: RecordEvent): readonly Key[] {
  const ulid = ulidOf(submissionId);
  return [
    submissionKey(submissionId),
    serviceRequestKey(makeId('serviceRequest', ulid)),
    eventKey(makeId('correlation', ulid), eventId),
    caseKey(makeId('case', ulid)),
    businessObjectKey(makeId('businessObject', ulid)),
  ];
}
