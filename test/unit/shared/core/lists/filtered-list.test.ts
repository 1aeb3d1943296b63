import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidates, filteredPage } from '../../../../../shared/core/lists/filtered-list.ts';

/** A source of numbered rows of which some are candidates; its positions are the numbers. */
function sourceOf(candidateAt: readonly boolean[]) {
  return async (limit: number, after: string | undefined, maxExamined: number): Promise<Candidates<number>> => {
    const candidates: { position: string; value: number }[] = [];
    let at = after === undefined ? 0 : Number(after) + 1;
    let examined = 0;
    for (; at < candidateAt.length && candidates.length < limit && examined < maxExamined; at += 1) {
      examined += 1;
      if (candidateAt[at] === true) candidates.push({ position: String(at), value: at });
    }
    return { candidates, next: at < candidateAt.length ? String(at - 1) : undefined, examined };
  };
}

describe('filteredPage', () => {
  it('finds every match exactly once and in order, however sparse, and looks at no more than it may for a page', async () => {
    const rows = fc.array(fc.record({ isCandidate: fc.boolean(), isShown: fc.boolean() }), { maxLength: 60 });
    const settings = fc.record({
      limit: fc.integer({ min: 1, max: 7 }),
      maxExamined: fc.integer({ min: 1, max: 15 }),
      readAhead: fc.boolean(),
    });

    await fc.assert(
      fc.asyncProperty(rows, settings, async (all, { limit, maxExamined, readAhead }) => {
        const source = sourceOf(all.map(({ isCandidate }) => isCandidate));
        const found: number[] = [];
        let after: string | undefined;
        let pages = 0;
        do {
          let examined = 0;
          const page = await filteredPage<number, number>({
            limit,
            after,
            maxExamined,
            readAhead,
            read: async (most, position, left) => {
              const answer = await source(most, position, left);
              examined += answer.examined;
              return answer;
            },
            show: async (values) => values.map((value) => (all[value]?.isShown === true ? value : undefined)),
          });
          expect(examined).toBeLessThanOrEqual(maxExamined);
          expect(page.items.length).toBeLessThanOrEqual(limit);
          found.push(...page.items);
          after = page.next;
          pages += 1;
        } while (after !== undefined && pages < 200);

        expect(pages).toBeLessThan(200);
        const wanted = all.flatMap(({ isCandidate, isShown }, index) => (isCandidate && isShown ? [index] : []));
        expect(found).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });

  it('answers with an empty page that has a next one when nothing was found in what it may look at', async () => {
    const read = sourceOf([...Array.from({ length: 10 }, () => false), true]);
    const list = { limit: 5, maxExamined: 4, read, show: async (values: readonly number[]) => values };

    const first = await filteredPage({ ...list, after: undefined });
    const last = await filteredPage({ ...list, after: '7' });

    expect(first).toEqual({ items: [], next: '3' });
    expect(last).toEqual({ items: [10], next: undefined });
  });
});
