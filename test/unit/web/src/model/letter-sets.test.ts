// A group of dead letters takes as many calls as its size, and is one result.
import { describe, expect, it } from 'vitest';
import { decideThroughout } from '../../../../../web/src/model/letter-sets.ts';

const outcome = (id: string) => ({
  id,
  outcome: 'done' as const,
  code: null,
  detail: 'it was dismissed',
  version: null,
});
const answer = (id: string, remaining: number, next: string | null) => ({
  ok: true as const,
  value: { done: 1, refused: 0, outcomes: [outcome(id)], remaining, next },
  etag: null,
});
const problem = {
  status: 503,
  code: 'TABLE.THROTTLED',
  title: 'The hub is not available',
  detail: '',
  traceId: null,
  retryable: true,
  errors: [],
  allowed: null,
};

describe('a decision about a whole group', () => {
  it('goes on behind each answer until nothing remains, and joins the outcomes', async () => {
    const calls: unknown[] = [];
    const answers = [answer('DL-3', 2, 'after-3'), answer('DL-2', 1, 'after-2'), answer('DL-1', 0, null)];

    const result = await decideThroughout(async (cursor, number) => {
      calls.push([cursor, number]);
      return answers[number - 1] ?? answer('', 0, null);
    });

    expect(calls).toEqual([
      [undefined, 1],
      ['after-3', 2],
      ['after-2', 3],
    ]);
    expect(result).toMatchObject({ ok: true, value: { done: 3, refused: 0, remaining: 0, next: null } });
    expect(result.ok && result.value.outcomes.map(({ id }) => id)).toEqual(['DL-3', 'DL-2', 'DL-1']);
  });

  it('ends with the problem of the call that failed', async () => {
    const result = await decideThroughout(async (_, number) =>
      number === 1 ? answer('DL-2', 1, 'after-2') : { ok: false, problem },
    );

    expect(result).toEqual({ ok: false, problem });
  });
});
