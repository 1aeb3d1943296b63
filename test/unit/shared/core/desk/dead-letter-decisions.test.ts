// What may be done with a dead letter in each of its states, and why not the rest.
import { describe, expect, it } from 'vitest';
import {
  actionsOf,
  type DeadLetterFacts,
  decideAction,
  maxRedrives,
} from '../../../../../shared/core/desk/dead-letter-decisions.ts';

const ulid = '01JD0000000000000000000000';
const parked: DeadLetterFacts = {
  dead_letter_id: `DL-${ulid}`,
  kind: 'queue',
  status: 'parked',
  event_id: `EVT-${ulid}`,
  redrives: 0,
  decisions: [],
};
const decision = {
  decided_by: 'Olga',
  decided_by_id: 'person-1',
  reason: 'repaired',
  decided_at: '2026-03-01T12:00:00.000Z',
};

describe('a parked letter', () => {
  it('may be redriven or dismissed', () => {
    expect(actionsOf(parked)).toEqual({
      redrive: { allowed: true, why: null },
      dismiss: { allowed: true, why: null },
    });
  });

  it.each([
    ['names stream positions', { kind: 'stream', event_id: null }, 'DEAD_LETTER.NO_EVENT', /POST \/jobs\/sweep/],
    ['could not be read', { event_id: null }, 'DEAD_LETTER.NO_EVENT', /no event of the hub/],
    [
      'only pretends to be about an event',
      { dead_letter_id: 'DL-01JD0000000000000000000001' },
      'DEAD_LETTER.NO_EVENT',
      /no event of the hub/,
    ],
    [
      'was redriven five times',
      { redrives: maxRedrives },
      'DEAD_LETTER.TOO_MANY_REDRIVES',
      /each of 5 redrives, and 5 are allowed/,
    ],
  ] as const)('that %s may be dismissed only, and says what to do', (_, facts, code, reason) => {
    const letter = { ...parked, ...facts };

    expect(decideAction('redrive', letter)).toMatchObject({
      kind: 'refused',
      code,
      reason: expect.stringMatching(reason),
    });
    expect(decideAction('dismiss', letter)).toEqual({ kind: 'allowed' });
  });

  it('may be redriven once more after the fourth time', () => {
    expect(decideAction('redrive', { ...parked, redrives: maxRedrives - 1 })).toEqual({ kind: 'allowed' });
  });
});

describe('a decided letter', () => {
  it.each([
    ['redriven', /redriven by Olga at 2026-03-01T12:00:00.000Z: its event is pending again/],
    ['dismissed', /dismissed by Olga at 2026-03-01T12:00:00.000Z: it needs no action/],
  ] as const)('that was %s refuses both and says who decided', (status, reason) => {
    const letter = { ...parked, status, redrives: 1, decisions: [{ ...decision, action: status }] };

    for (const action of ['redrive', 'dismiss'] as const) {
      expect(decideAction(action, letter)).toMatchObject({
        code: 'DEAD_LETTER.DECIDED_ALREADY',
        reason: expect.stringMatching(reason),
      });
    }
  });
});
