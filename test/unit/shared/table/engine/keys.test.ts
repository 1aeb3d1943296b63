// Keys carry the prefix of their boundary, sort as text, and spread over all shards.
import { encodeTime } from 'ulid';
import { describe, expect, it } from 'vitest';
import { ulidSource } from '../../../../../shared/adapters/ids.ts';
import { makeId } from '../../../../../shared/contracts/ids.ts';
import { auditKey } from '../../../../../shared/table/audit/keys.ts';
import { businessObjectKey } from '../../../../../shared/table/canonical/keys.ts';
import { counterKey, recordKey, recordPartitions, recountMarkKey } from '../../../../../shared/table/dashboard/keys.ts';
import { deskItemKey, deskListPartition } from '../../../../../shared/table/desk/keys.ts';
import { boundaries, shardNames, shardOf } from '../../../../../shared/table/engine/keys.ts';
import { erasureKey } from '../../../../../shared/table/erasure/keys.ts';
import { submissionCommentKey, submissionHistoryKey, submissionKey } from '../../../../../shared/table/intake/keys.ts';
import { caseKey, historyKey } from '../../../../../shared/table/operations/keys.ts';
import {
  attemptKey,
  eventIdOf,
  eventKey,
  eventListPartition,
  pendingPartition,
  unreadableAttemptKey,
} from '../../../../../shared/table/outbox/keys.ts';
import {
  issuerKeysKey,
  referenceHistoryKey,
  referenceIdempotencyMarkKey,
  referenceValueKey,
} from '../../../../../shared/table/reference-data/keys.ts';
import { serviceRequestKey } from '../../../../../shared/table/source-system/keys.ts';

const ulid = ulidSource();

describe('keys', () => {
  const id = '01JD0000000000000000000000';

  it.each([
    ['intake', submissionKey(makeId('submission', id))],
    ['intake', submissionCommentKey(makeId('submission', id), makeId('comment', id))],
    ['intake', submissionHistoryKey(makeId('submission', id), 2)],
    ['intake', erasureKey(makeId('erasure', id))],
    ['catalogue', referenceValueKey('priorities', 'low')],
    ['catalogue', referenceHistoryKey('priorities', 'low', 1)],
    ['catalogue', referenceIdempotencyMarkKey('hash')],
    ['source_system', serviceRequestKey(makeId('serviceRequest', id))],
    ['outbox', eventKey(makeId('correlation', id), makeId('event', id))],
    ['outbox', attemptKey(makeId('correlation', id), makeId('event', id), 1, '2026-01-31T08:00:00.000Z')],
    ['outbox', unreadableAttemptKey('hash', 1, '2026-01-31T08:00:00.000Z')],
    ['outbox', { pk: eventListPartition('000') }],
    ['outbox', { pk: pendingPartition('000') }],
    ['desk', { pk: deskListPartition('DEADLETTERS', 'parked', makeId('deadLetter', id)) }],
    ['desk', deskItemKey('DEADLETTERS', makeId('deadLetter', id))],
    ['audit', auditKey(makeId('auditEntry', id), '2026-01-31T08:00:00.000Z')],
    ['operational', caseKey(makeId('case', id))],
    ['operational', historyKey(makeId('case', id), 2)],
    ['canonical', businessObjectKey(makeId('businessObject', id))],
    ['dashboard', recordKey(makeId('submission', id), 4)],
    ['dashboard', counterKey('000')],
    ['dashboard', recountMarkKey],
    ['reference', issuerKeysKey],
  ] as const)('of %s start with its prefix', (boundary, key) => {
    expect(key.pk.startsWith(boundaries[boundary])).toBe(true);
  });

  it('sort the trail of a submission by time: events and attempts as they happened', () => {
    const at = (second: number) => `2026-01-31T08:00:0${second}.000Z`;
    const eventAt = (second: number) => makeId('event', `${encodeTime(Date.parse(at(second)))}0123456789ABCDEF`);
    const [first, second] = [eventAt(0), eventAt(2)];
    const trail = [
      eventKey('COR-x', first),
      attemptKey('COR-x', first, 1, at(1)),
      eventKey('COR-x', second),
      attemptKey('COR-x', first, 2, at(3)),
      attemptKey('COR-x', second, 1, at(4)),
    ];

    expect(trail.toReversed().sort((a, b) => (a.sk < b.sk ? -1 : 1))).toEqual(trail);
    expect(trail.map(eventIdOf)).toEqual([first, first, second, first, second]);
  });

  it('sort history by version as text', () => {
    const keys = [2, 10, 9, 100].map((version) => historyKey('CASE-x', version).sk);

    expect([...keys].sort()).toEqual([2, 9, 10, 100].map((version) => historyKey('CASE-x', version).sk));
  });

  it('spread rows over the partitions of rows: one a shard in a small stage, four in a large one', () => {
    for (const [shards, partitions] of [
      [4, 4],
      [16, 64],
    ] as const) {
      const used = new Set(Array.from({ length: 5000 }, () => recordKey(makeId('submission', ulid()), shards).pk));

      expect([...used].sort()).toEqual(recordPartitions(shards));
      expect(used.size).toBe(partitions);
    }
  });

  it('spread ids over all shards, and always to the same one', () => {
    const used = new Set(Array.from({ length: 10_000 }, () => shardOf(makeId('submission', ulid()), 128)));

    expect([...used].sort()).toEqual(shardNames(128));
    expect(shardOf('SUB-x', 128)).toBe(shardOf('SUB-x', 128));
  });
});
