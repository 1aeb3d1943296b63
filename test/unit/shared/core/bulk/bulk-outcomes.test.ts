// Acting on several things in one call: outcomes in order, refusals beside successes, and defects that stop everything.
import { describe, expect, it } from 'vitest';
import type { BulkOutcome } from '../../../../../shared/contracts/bulk.ts';
import { eachOutcome } from '../../../../../shared/core/bulk/bulk-outcomes.ts';
import { type ErrorKind, HubError } from '../../../../../shared/errors/hub-error.ts';

const done = (id: string): BulkOutcome => ({ id, outcome: 'done', code: null, detail: 'done', version: 2 });
const error = (kind: ErrorKind): HubError => new HubError({ kind, code: `A.${kind}`, message: `why ${kind}` });

describe('eachOutcome', () => {
  it('answers in the order asked, whoever is ready first', async () => {
    const { outcomes } = await eachOutcome({
      ids: ['a', 'b', 'c'],
      atOnce: 3,
      act: async (id) => {
        for (let turn = id === 'a' ? 9 : 0; turn > 0; turn -= 1) await Promise.resolve();
        return done(id);
      },
    });

    expect(outcomes.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['conflict', 'refused'],
    ['not-found', 'not_found'],
    ['transient', 'failed'],
    ['precondition-failed', 'failed'],
  ] as const)('calls an error of kind %s %s, and does the others', async (kind, outcome) => {
    const result = await eachOutcome({
      ids: ['a', 'b'],
      atOnce: 1,
      act: async (id) => {
        if (id === 'a') throw error(kind);
        return done(id);
      },
    });

    expect(result).toEqual({
      done: 1,
      refused: 1,
      outcomes: [{ id: 'a', outcome, code: `A.${kind}`, detail: `why ${kind}`, version: null }, done('b')],
    });
  });

  it('acts on no more things at once than it may', async () => {
    let now = 0;
    let most = 0;
    await eachOutcome({
      ids: Array.from({ length: 20 }, (_, index) => String(index)),
      atOnce: 4,
      act: async (id) => {
        now += 1;
        most = Math.max(most, now);
        await Promise.resolve();
        now -= 1;
        return done(id);
      },
    });

    expect(most).toBe(4);
  });

  it('throws a defect only when nothing is under way any more', async () => {
    const ended: string[] = [];
    const call = eachOutcome({
      ids: ['a', 'b'],
      atOnce: 2,
      act: async (id) => {
        if (id === 'a') throw new Error('broken');
        for (let turn = 0; turn < 9; turn += 1) await Promise.resolve();
        ended.push(id);
        return done(id);
      },
    });

    await expect(call).rejects.toMatchObject({ kind: 'defect' });
    expect(ended).toEqual(['b']);
  });
});
