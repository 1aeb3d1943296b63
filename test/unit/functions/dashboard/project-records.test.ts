// The projector under refusals: which rows and additions are tried again, what fails the batch, and how long it waits.
import { describe, expect, it } from 'vitest';
import { type ProjectRecordsDeps, projectRecords } from '../../../../functions/dashboard/project-records.ts';
import type { Sections } from '../../../../shared/core/dashboard/record-row.ts';
import { projections } from '../../../../shared/table/dashboard/projections.ts';

const ids = ['SUB-01JD0000000000000000000010', 'SUB-01JD0000000000000000000011'] as const;
const changed = ids.map((id, index) => ({
  sequenceNumber: String(index + 1),
  item: {
    entity: 'submission',
    pk: `INTAKE#${id}`,
    request_description: '',
    created_at: '2026-03-01T08:00:00.000Z',
  },
}));
const named = (name: string): Error => Object.assign(new Error(name), { name });
const always = async (): Promise<boolean> => true;

/** Fails the first calls about a row, or of an addition, with an error. */
function hub(failing: {
  readonly row?: string;
  readonly addition?: boolean;
  readonly times: number;
  readonly by: string;
}) {
  const merges: string[] = [];
  const added: object[] = [];
  let additions = 0;
  const deps: ProjectRecordsDeps = {
    projections,
    records: {
      merge: async (id: string, sections: Sections) => {
        merges.push(id);
        if (id === failing.row && merges.filter((merged) => merged === id).length <= failing.times) {
          throw named(failing.by);
        }
        return { written: sections, before: {} };
      },
    },
    counters: {
      add: async (counts) => {
        additions += 1;
        if (failing.addition === true && additions <= failing.times) throw named(failing.by);
        added.push(counts);
      },
    },
    activity: { add: async () => undefined },
  };
  return { deps, merges, added, additions: () => additions };
}

describe('projectRecords', () => {
  it('tries a refused row again, and no row that is written', async () => {
    const { deps, merges, added } = hub({ row: ids[1], times: 2, by: 'ThrottlingException' });

    const projected = await projectRecords(changed, deps, always);

    expect(projected).toEqual({ failedSequenceNumbers: [], rows: 2, reasons: [] });
    expect(merges).toEqual([ids[0], ids[1], ids[1], ids[1]]);
    expect(added).toEqual([{ submissions: 2 }]);
  });

  it('names a row that stays refused to the stream, and counts the others', async () => {
    const { deps, merges, added } = hub({ row: ids[1], times: 99, by: 'ThrottlingException' });

    const projected = await projectRecords(changed, deps, always);

    expect(projected.failedSequenceNumbers).toEqual(['2']);
    expect(merges.filter((id) => id === ids[1])).toHaveLength(11);
    expect(added).toEqual([{ submissions: 1 }]);
  });

  it('tries nothing again that will not pass, or that there is no time for', async () => {
    const defect = hub({ row: ids[0], times: 1, by: 'TypeError' });
    const late = hub({ row: ids[0], times: 1, by: 'ThrottlingException' });

    expect((await projectRecords(changed, defect.deps, always)).failedSequenceNumbers).toEqual(['1']);
    expect((await projectRecords(changed, late.deps, async () => false)).failedSequenceNumbers).toEqual(['1']);
    expect([defect.merges, late.merges]).toEqual([ids, ids]);
  });

  it('makes an addition again that was refused for certain', async () => {
    const { deps, added } = hub({ addition: true, times: 3, by: 'ThrottlingException' });

    expect(await projectRecords(changed, deps, always)).toMatchObject({ failedSequenceNumbers: [], reasons: [] });
    expect(added).toEqual([{ submissions: 2 }]);
  });

  it('leaves one to the recount that may have been made, and does not ask for rows again that are written', async () => {
    const { deps, additions } = hub({ addition: true, times: 1, by: 'TimeoutError' });

    expect(await projectRecords(changed, deps, always)).toMatchObject({
      failedSequenceNumbers: [],
      reasons: ['not counted: TimeoutError'],
    });
    expect(additions()).toBe(1);
  });
});

describe('projectRecords of a whole batch', () => {
  it('writes four rows at a time, so that nobody waits behind all of them', async () => {
    const many = Array.from(
      { length: 30 },
      (_, index) => `SUB-01JD00000000000000000001${String(index).padStart(2, '0')}`,
    );
    let [running, most] = [0, 0];
    const { deps } = hub({ times: 0, by: '' });
    const slow: ProjectRecordsDeps['records'] = {
      merge: async (_, sections) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running -= 1;
        return { written: sections, before: {} };
      },
    };

    const batch = many.map((id, index) => ({
      sequenceNumber: String(index),
      item: { ...changed[0]?.item, pk: `INTAKE#${id}` },
    }));
    const projected = await projectRecords(batch, { ...deps, records: slow });

    expect(projected).toMatchObject({ failedSequenceNumbers: [], rows: 30 });
    expect(most).toBe(4);
  });
});
