// What parking and deciding cost, from the engine's own accounting: the figures of docs/data-model.md.
import { expect, it } from 'vitest';
import { dismissDeadLetter, redriveDeadLetter } from '../../functions/events/redrive-or-dismiss.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { metered } from '../support/capacity.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { test, hub } = await startLifecycle();

type Hub = ReturnType<typeof lifecycle>;
const newUlid = ulidSource();
const decisionDeps = ({ deadLetters, events }: Hub) => ({
  deadLetters,
  events,
  now: () => new Date(),
  newUlid,
  toEnvelope,
  send: async () => ({ failedIds: [], refusals: [] }),
});
const decision = (deadLetterId: string) => ({
  deadLetterId,
  reason: 'repaired',
  decidedBy: { name: 'Olga', subject: 'person-olga' },
  traceId: 'a'.repeat(32),
  idempotencyKeyHash: undefined,
});

const owedMessage = async () => {
  const { submission_id, event_id } = await hub.submit();
  const [message = ''] = await hub.owed(submission_id);
  return { message, letterId: event_id.replace('EVT-', 'DL-') };
};

/** Write units of what is done with a client of its own. */
async function costOf(act: (metering: Hub) => Promise<unknown>): Promise<number> {
  const client = test.newDocuments();
  const metering = lifecycle(client);
  const cost = metered(client);
  await act(metering);
  return cost.writeUnits;
}

it('parking costs 8 WRU', async () => {
  const { message } = await owedMessage();

  expect(await costOf(({ park }) => park(message))).toBe(8);
});

it.each([
  ['a redrive', 13, redriveDeadLetter],
  ['a dismissal', 10, dismissDeadLetter],
] as const)('%s costs %i WRU', async (_name, expected, decide) => {
  const { message, letterId } = await owedMessage();
  await hub.park(message);

  expect(await costOf((metering) => decide(decision(letterId), decisionDeps(metering)))).toBe(expected);
});
