// The registry of projected entities: one more entry is all that a new entity takes.
import { describe, expect, it } from 'vitest';
import { projectRecords } from '../../../../../functions/dashboard/project-records.ts';
import { rebuildRecords } from '../../../../../functions/dashboard/rebuild-records.ts';
import { recount } from '../../../../../functions/dashboard/recount.ts';
import type { Sections } from '../../../../../shared/core/dashboard/record-row.ts';
import {
  type ProjectedEntity,
  projectedBoundaries,
  projectedEntities,
  projections,
} from '../../../../../shared/table/dashboard/projections.ts';
import { recordSource } from '../../../../../shared/table/dashboard/record-source.ts';
import type { HubTable } from '../../../../../shared/table/engine/hub-table.ts';
import type { Key } from '../../../../../shared/table/engine/keys.ts';

const submissionId = 'SUB-01JD0000000000000000000000';
const receipt: ProjectedEntity = {
  entity: 'receipt',
  boundary: 'partner',
  section: 'receipt',
  key: (record) => ({ pk: `PARTNER#${record.submissionId}`, sk: 'RECEIPT' }),
  read: (item) => ({
    submissionId: String(item['submission_id']),
    section: { v: Number(item['version']), status: item['status'] },
  }),
  counters: ({ status }) => [`receipt_${status}`],
  moments: () => [['completed', '2026-03-01T08:00:00.000Z']],
};
const registry = [...projections, receipt];
const item = { entity: 'receipt', submission_id: submissionId, version: 1, status: 'signed' };
const section = { v: 1, status: 'signed' };

/** A read model without a table behind it. */
function readModel() {
  const rows: Record<string, Sections> = {};
  const opened: object[] = [];
  const records = {
    many: async () => [undefined],
    advance: async (id: string, _: Sections, to: Sections) => {
      rows[id] = to;
      return { kind: 'written' as const };
    },
  };
  const batches = {
    open: async (claims: object) => {
      opened.push(claims);
      return 'batch';
    },
    written: () => undefined,
  };
  return { rows, opened, deps: { projections: registry, records, batches } };
}

describe('an entity that is added to the registry', () => {
  it('is in the filter of the stream and among the boundaries that a rebuild reads', () => {
    expect(projectedEntities(registry)).toEqual([...projectedEntities(), 'receipt']);
    expect(projectedBoundaries(registry)).toEqual([...projectedBoundaries(), 'partner']);
  });

  it('is merged into its row and counted by the projector', async () => {
    const { rows, opened, deps } = readModel();

    const { failedSequenceNumbers } = await projectRecords([{ sequenceNumber: '1', item }], deps);

    expect(failedSequenceNumbers).toEqual([]);
    expect(rows).toEqual({ [submissionId]: { receipt: section } });
    expect(opened).toEqual([[{ counts: { receipt_signed: 1, '2026-03-01T08 completed': 1 }, rows: [submissionId] }]]);
  });

  it('is read by key and merged by a rebuild', async () => {
    const { rows, deps } = readModel();
    const batchGet = async (keys: readonly Key[]) => keys.map(({ sk }) => (sk === 'RECEIPT' ? item : undefined));
    const event = { entity: 'event', event_type: 'RequestCreated', subject: submissionId, list_sk: 'EVT-a' };
    const newest = async () => ({ items: [event], next: undefined });

    const result = await rebuildRecords(undefined, {
      ...deps,
      events: { newest } as never,
      source: recordSource({ batchGet } as unknown as HubTable, registry),
      nowMs: () => 0,
    });

    expect(result).toMatchObject({ records: 1, repaired: 1 });
    expect(rows).toEqual({ [submissionId]: { receipt: section } });
  });

  it('is counted from the rows by a recount', async () => {
    const corrections: object[] = [];
    const held = {
      correct: async (counts: object) => corrections.push(counts) > 0,
      release: async () => undefined,
    };

    await recount({
      projections: registry,
      records: {
        partitions: ['VIEW#RECORD#000'],
        partitionRows: async function* () {
          yield { receipt: section };
        },
        writtenBy: async () => [],
        shut: async () => true,
      },
      counters: { all: async () => ({}) },
      batches: { counters: async () => [], close: async () => true },
      recounts: { take: async () => held },
    });

    expect(corrections).toEqual([{ receipt_signed: 1, '2026-03-01T08 completed': 1 }]);
  });
});
