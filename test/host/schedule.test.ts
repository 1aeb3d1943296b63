import { describe, expect, it } from 'vitest';
import { rateMs } from '../../infra/local/mappings/schedule-expression.ts';
import { arnOf, lambda } from '../support/host/assembly.ts';
import { testHost } from '../support/host/running.ts';

describe('rateMs', () => {
  it.each([
    ['rate(1 minute)', 60_000],
    ['rate(2 hours)', 7_200_000],
    ['rate(1 day)', 86_400_000],
  ])('reads %s', (expression, expected) => {
    expect(rateMs(expression)).toBe(expected);
  });

  it.each(['rate(5 parsecs)', 'cron(0 8 ? * MON-FRI *)'])('refuses %s', (expression) => {
    expect(() => rateMs(expression)).toThrow(/not understood/);
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
