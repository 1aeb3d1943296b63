import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../infra/local/mappings/schedule-expression.ts';
import { arnOf, lambda } from '../support/host/assembly.ts';
import { testHost } from '../support/host/running.ts';

const from = Date.parse('2026-02-27T10:17:30Z');

describe('parseSchedule', () => {
  it.each([
    ['rate(1 minute)', '2026-02-27T10:18:30.000Z'],
    ['rate(2 hours)', '2026-02-27T12:17:30.000Z'],
    ['cron(0/15 * * * ? *)', '2026-02-27T10:30:00.000Z'],
    ['cron(17 10 * * ? *)', '2026-02-28T10:17:00.000Z'],
    ['cron(5 3 1 * ? *)', '2026-03-01T03:05:00.000Z'],
    ['cron(0 8 ? * MON-FRI *)', '2026-03-02T08:00:00.000Z'],
    ['cron(0,30 9-11 ? JAN,FEB * *)', '2026-02-27T10:30:00.000Z'],
    ['cron(0 0 29 2 ? *)', '2028-02-29T00:00:00.000Z'],
  ])('finds the next time of %s', (expression, expected) => {
    const next = parseSchedule(expression)(from);

    expect(new Date(next ?? 0).toISOString()).toBe(expected);
  });

  it('finds none when the year is over', () => {
    expect(parseSchedule('cron(0 0 1 1 ? 2020)')(from)).toBeUndefined();
  });

  it.each(['rate(5 parsecs)', 'cron(* * *)', 'cron(0 0 L * ? *)'])('refuses %s', (expression) => {
    expect(() => parseSchedule(expression)).toThrow(/not understood/);
  });
});

it('runs a schedule on demand with EventBridge’s event, and logs it', async () => {
  const { host, lines } = await testHost({
    resources: {
      Sweep: lambda('sweep'),
      EveryHour: {
        Type: 'AWS::Events::Rule',
        Properties: {
          ScheduleExpression: 'rate(1 hour)',
          State: 'ENABLED',
          Targets: [{ Id: 'T', Arn: arnOf('Sweep') }],
        },
      },
    },
    handlers: { sweep: 'export const handler = async (event) => event;' },
  });

  const [invocation] = await host.runSchedule('sweep');

  expect(invocation?.kind === 'result' ? JSON.parse(invocation.payload) : undefined).toMatchObject({
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    resources: [expect.stringContaining(':rule/')],
  });
  expect(lines.join('\n')).toMatch(/schedule sweep ok \d+ ms/);
});
