import { describe, expect, it } from 'vitest';
import type { Submission } from '../../../../../shared/contracts/intake.ts';
import { changeRefusal, edited, withdrawnSubmission } from '../../../../../shared/core/intake/submission-changes.ts';
import { sampleBody } from '../../../../support/sample-body.ts';

const { document: _, ...fields } = sampleBody;
const submission: Submission = {
  submission_id: 'SUB-01JD0000000000000000000000',
  ...fields,
  submission_status: 'received',
  correlation_id: 'COR-01JD0000000000000000000000',
  request_number: 'SR-01JD0000000000000000000000',
  version: 3,
  created_at: '2026-01-01T00:00:00.000Z',
  created_by: 'Test',
  updated_at: '2026-01-01T00:00:00.000Z',
  withdrawn_at: null,
  withdrawn_by: null,
  withdraw_reason: null,
  erased_at: null,
  reopens_case_id: null,
};
const at = '2026-01-02T00:00:00.000Z';

describe('changeRefusal', () => {
  it.each([
    [{}, 'pending', undefined],
    [{}, 'completed', 'SUBMISSION.PICKED_UP'],
    [{}, 'dead_lettered', 'SUBMISSION.PARKED'],
    [{}, undefined, 'SUBMISSION.PICKED_UP'],
    [{ submission_status: 'withdrawn', withdrawn_at: at }, 'completed', 'SUBMISSION.WITHDRAWN'],
    [{ erased_at: at }, 'pending', 'SUBMISSION.ERASED'],
    [{ erased_at: at, submission_status: 'withdrawn' }, 'completed', 'SUBMISSION.ERASED'],
  ] as const)('of %j with its event %s is %s', (change, eventStatus, code) => {
    expect(changeRefusal({ ...submission, ...change }, eventStatus)?.code).toBe(code);
  });

  it('names the case that it became', () => {
    expect(changeRefusal(submission, 'completed')).toMatchObject({
      message: expect.stringContaining('CASE-01JD0000000000000000000000; change the case instead'),
      details: { operation_case_id: 'CASE-01JD0000000000000000000000' },
    });
  });
});

describe('edited', () => {
  it('changes what differs and names it', () => {
    const { submission: after, fields: names } = edited(
      submission,
      { priority: 'high', assigned_team: 'OPERATIONS_TEAM' },
      at,
    );

    expect(after).toEqual({ ...submission, priority: 'high', version: 4, updated_at: at });
    expect(names).toEqual(['priority']);
  });

  it('leaves what is absent', () => {
    expect(edited(submission, { priority: undefined }, at).fields).toEqual([]);
  });
});

describe('withdrawnSubmission', () => {
  it('says who, when and why', () => {
    expect(withdrawnSubmission(submission, 'Test', 'mistake', at)).toEqual({
      ...submission,
      submission_status: 'withdrawn',
      version: 4,
      updated_at: at,
      withdrawn_at: at,
      withdrawn_by: 'Test',
      withdraw_reason: 'mistake',
    });
  });
});
