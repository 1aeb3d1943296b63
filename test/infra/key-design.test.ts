// Key design by calculation: no partition key takes more than its share of the writes of many submissions.
import { describe, expect, it } from 'vitest';
import { stageFromContext } from '../../infra/stage.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import { businessObjectKey } from '../../shared/table/canonical/keys.ts';
import { recordKey } from '../../shared/table/dashboard/keys.ts';
import { shardOf } from '../../shared/table/engine/keys.ts';
import { submissionKey } from '../../shared/table/intake/keys.ts';
import { caseKey } from '../../shared/table/operations/keys.ts';
import { eventKey, eventListPartition, pendingPartition } from '../../shared/table/outbox/keys.ts';
import { serviceRequestKey } from '../../shared/table/source-system/keys.ts';

const ulid = ulidSource();

/** WRU that one submission puts on each partition key, table and indexes; transactional writes count twice. */
function writesOf(ulidText: string, shards: number): readonly (readonly [string, number])[] {
  const submissionId = makeId('submission', ulidText);
  const eventId = makeId('event', ulid());
  const shard = shardOf(eventId, shards);
  const event = eventKey(makeId('correlation', ulidText), eventId);
  return [
    [submissionKey(submissionId).pk, 2],
    [serviceRequestKey(makeId('serviceRequest', ulidText)).pk, 2],
    [event.pk, 4],
    [pendingPartition(shard), 2],
    [eventListPartition(shard), 1],
    [caseKey(makeId('case', ulidText)).pk, 2],
    [businessObjectKey(makeId('businessObject', ulidText)).pk, 2],
    [recordKey(submissionId, shards).pk, 2],
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(3)} %`;

describe('key design', () => {
  const submissions = 100_000;

  it(`puts at most 0.2 % of the writes of ${submissions} submissions on any key of the table and 1 % on any of an index, with the production shards`, () => {
    const shards = stageFromContext((name) => ({ stage: 'prod', corsOrigins: 'site' })[name]).shards;
    const perKey = new Map<string, number>();
    let total = 0;
    for (let index = 0; index < submissions; index += 1) {
      for (const [key, units] of writesOf(ulid(), shards)) {
        perKey.set(key, (perKey.get(key) ?? 0) + units);
        total += units;
      }
    }
    const hottestOf = (keys: readonly [string, number][]) => keys.reduce((most, [, units]) => Math.max(most, units), 0);
    const isOfIndex = ([key]: readonly [string, number]) => /^INTEG#OUTBOX#(EVENTS|PENDING)#/.test(key);
    const ofIndexes = hottestOf([...perKey].filter(isOfIndex));
    const ofTable = hottestOf([...perKey].filter((key) => !isOfIndex(key)));
    // A partition key takes 1,000 WRU a second: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
    const submissionsPerSecond = 1000 / (Math.max(ofTable, ofIndexes) / submissions);
    process.stdout.write(
      `hottest key: ${percent(ofTable / total)} of ${total} WRU in the table and ${percent(ofIndexes / total)} in an index with ${shards} shards; by key design ${Math.floor(submissionsPerSecond)} submissions/s\n`,
    );

    expect(ofTable / total).toBeLessThanOrEqual(0.002);
    expect(ofIndexes / total).toBeLessThanOrEqual(0.01);
    expect(submissionsPerSecond).toBeGreaterThanOrEqual(4000);
  });
});
