// The actions on a case: what is offered, what is not and why.
import { describe, expect, it } from 'vitest';
import { reasonProblem } from '../../../../../web/src/model/reason.ts';
import { workflowActions } from '../../../../../web/src/model/workflow.ts';

const available = (...input: Parameters<typeof workflowActions>) =>
  workflowActions(...input)
    .filter((action) => action.unavailable === null)
    .map((action) => action.target);

describe('workflowActions', () => {
  it.each([
    ['open', ['in_progress', 'rejected']],
    ['in_progress', ['completed', 'rejected']],
    ['completed', []],
    ['rejected', []],
  ] as const)('offers from %s exactly what the API allows', (current, allowed) => {
    expect(available(current, allowed, 'operator').toSorted()).toEqual([...allowed].toSorted());
  });

  it('says what is allowed instead of an action that skips a step', () => {
    const complete = workflowActions('open', ['in_progress', 'rejected'], 'operator')[1];

    expect(complete?.unavailable).toBe('A case that is open can become in progress or rejected first.');
  });

  it('says that a closed case is final', () => {
    const [start, complete] = workflowActions('completed', [], 'admin');

    expect(start?.unavailable).toBe('The case is completed, which is final.');
    expect(complete?.unavailable).toBe('The case is already completed.');
  });

  it('names the role that is missing before anything else', () => {
    const reasons = workflowActions('open', ['in_progress', 'rejected'], 'viewer').map((each) => each.unavailable);

    expect(new Set(reasons)).toEqual(
      new Set(['Your role, viewer, cannot change the status of a case; the role operator can.']),
    );
  });
});

describe('reasonProblem', () => {
  it('asks for a reason', () => expect(reasonProblem('  ')).toContain('Give a reason'));
  it('takes 512 characters', () => expect(reasonProblem('x'.repeat(512))).toBeNull());
  it('refuses 513', () => expect(reasonProblem('x'.repeat(513))).toContain('this has 513'));
});
