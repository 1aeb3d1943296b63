// How functions find the queues that events travel on: each by the variable of its name.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { QueueName } from '../../../../shared/contracts/values/queue-names.ts';
import { requireQueueUrls } from '../../../../shared/runtime/env.ts';

afterEach(() => vi.unstubAllEnvs());

describe('requireQueueUrls', () => {
  it('reads the variable of each queue', () => {
    vi.stubEnv('WORK_QUEUE_URL', 'https://queues.test/work');
    vi.stubEnv('SLOW_LANE_QUEUE_URL', 'https://queues.test/slow');

    expect(requireQueueUrls(['work', 'slow-lane' as QueueName])).toEqual({
      work: 'https://queues.test/work',
      'slow-lane': 'https://queues.test/slow',
    });
  });

  it('names the variable that is not set', () => {
    vi.stubEnv('WORK_QUEUE_URL', '');

    expect(() => requireQueueUrls(['work'])).toThrow(/WORK_QUEUE_URL is not set/);
  });
});
