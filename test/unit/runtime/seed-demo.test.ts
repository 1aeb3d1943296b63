// The demonstration: always the same, and accepted by the edge like anybody's request.
import { describe, expect, it } from 'vitest';
import { demonstration } from '../../../functions/development/demonstration.ts';
import { seedDemo } from '../../../functions/development/seed-demo.ts';
import { submissionBody } from '../../../shared/contracts/intake.ts';
import { decideTransition } from '../../../shared/core/case-transitions.ts';

function setUp(pollsUntilThere: number) {
  const steps: string[] = [];
  let polls = 0;
  let submissions = 0;
  const deps = {
    submit: async () => {
      submissions += 1;
      return `SUB-${submissions}`;
    },
    caseExists: async () => {
      polls += 1;
      return polls > pollsUntilThere;
    },
    changeStatus: async (caseId: string, status: string) => void steps.push(`${caseId} ${status}`),
    pause: async () => undefined,
  };
  return { deps, steps };
}

describe('seedDemo', () => {
  it('waits for the cases and takes them through their statuses', async () => {
    const { deps, steps } = setUp(7);

    await seedDemo(deps);

    expect(steps).toEqual(['CASE-1 in_progress', 'CASE-1 completed', 'CASE-2 in_progress', 'CASE-4 rejected']);
  });

  it('says so when a case never appears', async () => {
    await expect(seedDemo(setUp(Number.POSITIVE_INFINITY).deps)).rejects.toMatchObject({ code: 'DEMO.NOT_CARRIED_ON' });
  });
});

describe('demonstration', () => {
  it.each(demonstration)('asks what the intake accepts: $body.request_description', ({ body }) => {
    expect(submissionBody.safeParse(body)).toMatchObject({ success: true });
  });

  it('takes no step that a case may not take', () => {
    for (const { steps } of demonstration) {
      const path = ['open' as const, ...steps.map(({ status }) => status)];
      const decisions = steps.map(({ status }, index) => decideTransition(path[index] ?? 'open', status).kind);

      expect(decisions.every((kind) => kind === 'allowed')).toBe(true);
    }
  });
});
