// The schedule wrapper: a run has its own trace, one line and one metric, and fails loudly.
import { describe, expect, it } from 'vitest';
import { schedule } from '../../../../../shared/runtime/batch/schedule.ts';
import { lambdaContext, recordingTools } from '../../../../support/http.ts';

describe('schedule', () => {
  it('tells the result of a run in one line', async () => {
    const tools = recordingTools();
    let traceparent = '';

    const result = await schedule(async (context) => {
      traceparent = context.traceparent;
      return { resent: 3 };
    }, tools)({}, lambdaContext());

    expect(result).toEqual({ resent: 3 });
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(tools.lines).toEqual([
      {
        level: 'info',
        message: 'run',
        fields: expect.objectContaining({ result: { resent: 3 }, trace_id: traceparent.split('-')[1] }),
      },
    ]);
    expect(tools.metrics).toEqual([
      { dimensions: { trigger: 'schedule', outcome: 'done' }, values: { RunDuration: [expect.any(Number), 'ms'] } },
    ]);
  });

  it('throws what failed, so that the alarm on errors sees it', async () => {
    const tools = recordingTools();
    const error = Object.assign(new Error('slow'), { name: 'ThrottlingException' });

    const run = schedule(() => Promise.reject(error), tools)({}, lambdaContext());

    await expect(run).rejects.toMatchObject({ kind: 'transient', code: 'HUB.THROTTLED', cause: error });
    expect(tools.lines[0]).toMatchObject({ level: 'error', fields: { error_kind: 'transient' } });
    expect(tools.metrics[0]?.dimensions).toEqual({ trigger: 'schedule', outcome: 'failed' });
  });
});
