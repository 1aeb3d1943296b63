// The demonstration: always the same, in every state, and accepted by the edge like anybody's request.
import { describe, expect, it } from 'vitest';
import { type DemoStep, demonstration } from '../../../../functions/development/demonstration.ts';
import { type SeedDemoDeps, seedDemo } from '../../../../functions/development/seed-demo.ts';
import { commentBody } from '../../../../shared/contracts/comment.ts';
import { submissionBody, submissionEdit } from '../../../../shared/contracts/intake.ts';
import { decideTransition } from '../../../../shared/core/operations/case-transitions.ts';
import { builtInCatalogue, refusals } from '../../../../shared/core/reference-data/reference-catalogue.ts';
import { HubError } from '../../../../shared/errors/hub-error.ts';

const now = new Date('2026-03-01T12:00:00.000Z');
const pickedUp = new HubError({ kind: 'conflict', code: 'SUBMISSION.PICKED_UP', message: 'there is a case already' });

function setUp(changes: Partial<SeedDemoDeps> = {}) {
  const done: string[] = [];
  let submissions = 0;
  const note = async (...words: readonly string[]) => void done.push(words.join(' '));
  const deps: SeedDemoDeps = {
    submit: async () => {
      submissions += 1;
      return `SUB-${submissions}`;
    },
    edit: (id) => note(id, 'edited'),
    withdraw: (id) => note(id, 'withdrawn'),
    commentOnSubmission: (id) => note(id, 'commented'),
    caseExists: async () => true,
    changeStatus: async (id, status) => {
      await note(id, status);
      return 2;
    },
    shownVersion: async () => 2,
    changeCase: (id, { assignee, due_at }) => note(id, assignee ?? `due ${due_at}`),
    commentOnCase: (id) => note(id, 'commented'),
    reopen: async (id) => {
      await note(id, 'reopened');
      return `${id}-again`;
    },
    now: () => now,
    pause: async () => undefined,
    ...changes,
  };
  return { deps, done };
}

describe('seedDemo', () => {
  it('does with requests and cases what the demonstration says, in its order', async () => {
    const { deps, done } = setUp();

    await seedDemo(deps);

    expect(done).toEqual([
      'SUB-6 edited',
      'SUB-7 commented',
      'SUB-9 withdrawn',
      ...['CASE-1 Omar Haddad', 'CASE-2 in_progress', 'CASE-3 rejected', 'CASE-4 in_progress', 'CASE-5 Aya Prasad'],
      ...['CASE-6 in_progress', 'CASE-7 Omar Haddad', 'CASE-10 commented'],
      ...['CASE-1 in_progress', 'CASE-2 completed', 'CASE-4 commented', 'CASE-5 in_progress', 'CASE-7 in_progress'],
      ...['CASE-1 commented', 'CASE-2 reopened', 'CASE-4 rejected', `CASE-7 due ${now.toISOString()}`],
      ...['CASE-1 completed', 'CASE-2-again in_progress'],
    ]);
  });

  it('takes no further step before the canonical object shows the last one', async () => {
    const shown: Record<string, number> = {};
    const { deps, done } = setUp({
      shownVersion: async (id) => {
        shown[id] = (shown[id] ?? 0) + 1;
        return shown[id] < 4 ? 1 : 2;
      },
    });

    await seedDemo(deps);

    expect(shown['CASE-3']).toBe(4);
    expect(done).toContain('CASE-1 completed');
  });

  it('waits for cases that take a while, but not for one of a withdrawn request', async () => {
    const asked: Record<string, number> = {};
    const caseExists = async (id: string) => {
      asked[id] = (asked[id] ?? 0) + 1;
      return asked[id] > 7;
    };

    await seedDemo(setUp({ caseExists }).deps);

    expect(Object.values(asked).every((times) => times >= 8)).toBe(true);
    expect(asked['CASE-9']).toBeUndefined();
  });

  it.each(['edit', 'withdraw'] as const)('says when a request was picked up before its %s', async (change) => {
    const { deps } = setUp({ [change]: () => Promise.reject(pickedUp) });

    await expect(seedDemo(deps)).rejects.toMatchObject({ kind: 'transient', code: 'DEMO.OVERTAKEN' });
  });

  it('ends with any other failure to change a request', async () => {
    const broken = new Error('table gone');

    await expect(seedDemo(setUp({ withdraw: () => Promise.reject(broken) }).deps)).rejects.toBe(broken);
  });

  it('says so when a case never appears', async () => {
    const { deps } = setUp({ caseExists: async () => false });

    await expect(seedDemo(deps)).rejects.toMatchObject({ code: 'DEMO.NOT_CARRIED_ON' });
  });

  it('says so when a change never reaches the canonical object', async () => {
    const { deps } = setUp({ shownVersion: async () => 1 });

    await expect(seedDemo(deps)).rejects.toMatchObject({ code: 'DEMO.NOT_CARRIED_ON' });
  });
});

describe('demonstration', () => {
  it.each(demonstration)('asks what the intake accepts: $body.request_description', ({ body, early, comment }) => {
    const edit = early?.do === 'edit' ? [submissionEdit.safeParse(early.edit).success] : [];
    const text = comment === undefined ? [] : [commentBody.safeParse({ text: comment }).success];

    expect([submissionBody.safeParse(body).success, ...edit, ...text]).not.toContain(false);
    expect(refusals(body, builtInCatalogue, now.toISOString())).toEqual([]);
  });

  it('takes no step that a case may not take', () => {
    for (const { steps } of demonstration) expect(decisions(steps)).not.toContain('refused');
  });

  it('shows every state that a submission and a case can be in', () => {
    const ends = demonstration.flatMap(({ steps, early }) =>
      early?.do === 'withdraw' ? ['withdrawn'] : endsOf(steps),
    );

    expect(new Set(ends)).toEqual(new Set(['open', 'in_progress', 'completed', 'rejected', 'withdrawn']));
  });
});

/** Whether each status step is allowed where it comes; those of a reopened case begin anew. */
function decisions(steps: readonly DemoStep[]): readonly string[] {
  let at: Parameters<typeof decideTransition>[0] = 'open';
  return steps.flatMap((step) => {
    if (step.do === 'reopen')
      return [at === 'completed' || at === 'rejected' ? 'allowed' : 'refused', ...decisions(step.afterwards)];
    if (step.do !== 'status') return [];
    const { kind } = decideTransition(at, step.status);
    at = step.status;
    return [kind];
  });
}

function endsOf(steps: readonly DemoStep[]): readonly string[] {
  const last = steps.findLast((step) => step.do === 'status');
  const reopened = steps.flatMap((step) => (step.do === 'reopen' ? endsOf(step.afterwards) : []));
  return [last?.status ?? 'open', ...reopened];
}
