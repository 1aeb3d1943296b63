// The projector under refusals: which rows and counts are tried again, what fails the batch, and what it leaves open.
import { describe, expect, it } from 'vitest';
import { type ProjectRecordsDeps, projectRecords } from '../../../../functions/dashboard/project-records.ts';
import type { Claim } from '../../../../shared/core/dashboard/open-batch.ts';
import type { Sections } from '../../../../shared/core/dashboard/record-row.ts';
import { projections } from '../../../../shared/table/dashboard/projections.ts';
import type { Advanced } from '../../../../shared/table/dashboard/row-writes.ts';

const ids = ['SUB-01JD0000000000000000000010', 'SUB-01JD0000000000000000000011'] as const;
const submissionOf = (id: string) => ({
  entity: 'submission',
  pk: `INTAKE#${id}`,
  request_description: '',
  created_at: '2026-03-01T08:00:00.000Z',
});
const changed = ids.map((id, index) => ({ sequenceNumber: String(index + 1), item: submissionOf(id) }));
const accepted = { submissions: 1, '2026-03-01T08 submissions': 1 };
const named = (name: string): Error => Object.assign(new Error(name), { name });
const always = async (): Promise<boolean> => true;

/** Fails the first calls about a row, or of a count, with an error. */
function hub(failing: { readonly row?: string; readonly open?: boolean; readonly times: number; readonly by: string }) {
  const calls: string[] = [];
  const opened: (readonly Claim[])[] = [];
  const closable: string[] = [];
  const met = (call: string, fails: boolean): void => {
    calls.push(call);
    if (fails && calls.filter((made) => made === call).length <= failing.times) throw named(failing.by);
  };
  const deps: ProjectRecordsDeps = {
    projections,
    records: {
      many: async (rows) => rows.map(() => undefined),
      advance: async (id): Promise<Advanced> => {
        met(id, id === failing.row);
        return { kind: 'written' };
      },
    },
    batches: {
      open: async (claims) => {
        met('open', failing.open === true);
        opened.push(claims);
        return 'batch';
      },
      written: (batchId) => void closable.push(batchId),
    },
  };
  return { deps, calls, opened, closable };
}

describe('projectRecords', () => {
  it('counts a batch once and before its rows, and lets it be closed when all are written', async () => {
    const { deps, calls, opened, closable } = hub({ times: 0, by: '' });

    expect(await projectRecords(changed, deps)).toEqual({ failedSequenceNumbers: [], rows: 2, reasons: [] });

    expect(calls).toEqual(['open', ...ids]);
    expect(opened).toEqual([[{ counts: accepted, rows: ids }]]);
    expect(closable).toEqual(['batch']);
  });

  it('counts nothing for rows that have the record already', async () => {
    const { deps, calls } = hub({ times: 0, by: '' });
    const many = async (rows: readonly string[]) =>
      rows.map((submissionId) => ({ submissionId, sections: { submission: { v: 1 } } }));

    await projectRecords(changed, { ...deps, records: { ...deps.records, many } });

    expect(calls).toEqual([]);
  });

  it('tries a refused row again, and no row that is written', async () => {
    const { deps, calls, opened } = hub({ row: ids[1], times: 2, by: 'ThrottlingException' });

    expect(await projectRecords(changed, deps, always)).toEqual({ failedSequenceNumbers: [], rows: 2, reasons: [] });

    expect(calls).toEqual(['open', ids[0], ids[1], ids[1], ids[1]]);
    expect(opened).toHaveLength(1);
  });

  it('names a row that stays refused to the stream, and leaves its batch open', async () => {
    const { deps, calls, closable } = hub({ row: ids[1], times: 99, by: 'ThrottlingException' });

    const projected = await projectRecords(changed, deps, always);

    expect(projected.failedSequenceNumbers).toEqual(['2']);
    expect(calls.filter((id) => id === ids[1])).toHaveLength(11);
    expect(closable).toEqual([]);
  });

  it('tries nothing again that will not pass, or that there is no time for', async () => {
    const defect = hub({ row: ids[0], times: 1, by: 'TypeError' });
    const late = hub({ row: ids[0], times: 1, by: 'ThrottlingException' });

    expect((await projectRecords(changed, defect.deps, always)).failedSequenceNumbers).toEqual(['1']);
    expect((await projectRecords(changed, late.deps, async () => false)).failedSequenceNumbers).toEqual(['1']);
    expect([defect.calls, late.calls]).toEqual([
      ['open', ...ids],
      ['open', ...ids],
    ]);
  });

  it.each(['ThrottlingException', 'TransactionConflictException'])(
    'makes a count again that was refused for certain: %s',
    async (by) => {
      const { deps, opened } = hub({ open: true, times: 3, by });

      expect(await projectRecords(changed, deps, always)).toMatchObject({ failedSequenceNumbers: [], reasons: [] });

      expect(opened).toHaveLength(1);
    },
  );

  it('writes no row when it is not known whether the batch is counted', async () => {
    const { deps, calls } = hub({ open: true, times: 1, by: 'TimeoutError' });

    await expect(projectRecords(changed, deps, always)).rejects.toThrow('TimeoutError');

    expect(calls).toEqual(['open']);
  });

  it('writes four rows at a time, so that nobody waits behind all of them', async () => {
    const many = Array.from(
      { length: 30 },
      (_, index) => `SUB-01JD00000000000000000001${String(index).padStart(2, '0')}`,
    );
    let [running, most] = [0, 0];
    const { deps } = hub({ times: 0, by: '' });
    const advance = async (): Promise<Advanced> => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return { kind: 'written' };
    };

    const batch = many.map((id, index) => ({ sequenceNumber: String(index), item: submissionOf(id) }));
    const projected = await projectRecords(batch, { ...deps, records: { ...deps.records, advance } });

    expect(projected).toMatchObject({ failedSequenceNumbers: [], rows: 30 });
    expect(most).toBe(4);
  });
});

describe('a row that another batch writes meanwhile', () => {
  const submission = { v: 2, created_at: '2026-03-01T08:00:00.000Z' };
  const meeting = async (...answers: readonly Advanced[]) => {
    const { deps, closable } = hub({ times: 0, by: '' });
    const left = [...answers];
    const written: Sections[] = [];
    const advance = async (_: string, __: Sections, to: Sections): Promise<Advanced> => {
      written.push(to);
      return left.shift() ?? { kind: 'written' };
    };
    const [first] = changed;
    const { failedSequenceNumbers } = await projectRecords(
      first === undefined ? [] : [first],
      { ...deps, records: { ...deps.records, advance } },
      always,
    );
    return { failedSequenceNumbers, closable, writes: written.length };
  };

  it.each<[string, Advanced, Awaited<ReturnType<typeof meeting>>]>([
    [
      'another section: it is written with the same count',
      { kind: 'moved', row: { service_request: { v: 1 } } },
      { failedSequenceNumbers: [], closable: ['batch'], writes: 2 },
    ],
    [
      'this section: the count does not hold, the record comes again and the batch stays open',
      { kind: 'moved', row: { submission } },
      { failedSequenceNumbers: ['1'], closable: [], writes: 1 },
    ],
    [
      'nothing, but the claim was withdrawn: the record comes again and the batch stays open',
      { kind: 'shut' },
      { failedSequenceNumbers: ['1'], closable: [], writes: 1 },
    ],
  ])('%s', async (_, answer, expected) => {
    expect(await meeting(answer)).toEqual(expected);
  });
});
