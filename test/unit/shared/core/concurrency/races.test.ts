// Deciding on what was read: which versions are stale, and how often a lost race is decided again.
import { describe, expect, it } from 'vitest';
import { decideAgainWhenRaced, isStale } from '../../../../../shared/core/concurrency/races.ts';
import { HubError } from '../../../../../shared/errors/hub-error.ts';

const raced = { entity: 'case', code: 'CASE.CONTENDED' };
const contended = new HubError({ kind: 'transient', code: 'TABLE.CONTENDED', message: 'busy' });

/** Answers with the outcomes one after the other, the last one again and again. */
function attempts(...outcomes: readonly (string | undefined | Error)[]) {
  let made = 0;
  const attempt = async (): Promise<string | undefined> => {
    const outcome = outcomes[Math.min(made, outcomes.length - 1)];
    made += 1;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  return { attempt, made: () => made };
}

describe('isStale', () => {
  it.each([
    [undefined, false],
    ['*', false],
    ['3', false],
    ['3.CMT-1.breached', false],
    ['2', true],
    ['33', true],
    ['', true],
  ])('finds the tag %j for version 3 stale: %s', (ifMatch, stale) => {
    expect(isStale(ifMatch, 3)).toBe(stale);
  });
});

describe('decideAgainWhenRaced', () => {
  it('decides again after lost races and after others held the record', async () => {
    const { attempt, made } = attempts(undefined, contended, 'decided');

    await expect(decideAgainWhenRaced(raced, attempt)).resolves.toBe('decided');
    expect(made()).toBe(3);
  });

  it('gives up after eight races, saying that nothing was changed and that it may pass', async () => {
    const { attempt, made } = attempts(undefined);

    await expect(decideAgainWhenRaced(raced, attempt)).rejects.toMatchObject({
      kind: 'transient',
      code: 'CASE.CONTENDED',
      message: expect.stringContaining('other calls changed the case 8 times'),
    });
    expect(made()).toBe(8);
  });

  it('passes any other error on at once', async () => {
    const refusal = new HubError({ kind: 'conflict', code: 'CASE.CLOSED', message: 'closed' });
    const { attempt, made } = attempts(refusal);

    await expect(decideAgainWhenRaced(raced, attempt)).rejects.toBe(refusal);
    expect(made()).toBe(1);
  });
});
