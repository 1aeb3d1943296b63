import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseStatuses } from '../../../../../shared/contracts/values/cases.ts';
import { allowedStatuses, decideTransition } from '../../../../../shared/core/operations/case-transitions.ts';

const legal = new Set(['open>in_progress', 'open>rejected', 'in_progress>completed', 'in_progress>rejected']);
const cells = caseStatuses.flatMap((from) =>
  caseStatuses.map((to) => ({ from, to, allowed: legal.has(`${from}>${to}`) })),
);

describe('decideTransition', () => {
  it.each(cells)('from $from to $to is allowed: $allowed', ({ from, to, allowed }) => {
    const decision = decideTransition(from, to);

    expect(decision.kind).toBe(allowed ? 'allowed' : 'refused');
  });

  it('tells what is allowed and why when it refuses', () => {
    expect(decideTransition('open', 'completed')).toEqual({
      kind: 'refused',
      reason: 'a case that is open may change to in_progress or rejected, not to completed',
      allowed: ['in_progress', 'rejected'],
    });
    expect(decideTransition('open', 'open')).toMatchObject({ reason: expect.stringContaining('already open') });
    expect(decideTransition('rejected', 'open')).toMatchObject({
      reason: 'the case is rejected, which is final',
      allowed: [],
    });
  });

  it('never leaves the table whatever is asked for in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...caseStatuses)), (wishes) => {
        let status: (typeof caseStatuses)[number] = 'open';
        for (const wish of wishes) {
          const before = status;
          if (decideTransition(status, wish).kind === 'allowed') status = wish;
          expect(status === before || legal.has(`${before}>${status}`)).toBe(true);
        }
        expect(allowedStatuses(status).length === 0).toBe(status === 'completed' || status === 'rejected');
      }),
    );
  });
});
