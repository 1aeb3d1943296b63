// The one transition rule of all desks: an open item takes one decision, and says who made it when a second one comes.

import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type DeskDefinition, decidedBefore, decideOnce } from '../../../../../shared/core/desk/desk.ts';

const desk = {
  name: 'ANOMALIES',
  entity: 'anomaly',
  open: 'waiting',
  decisions: { accepted: 'the new version counts', refused: 'the old version stays' },
  subject: z.object({}),
  evidence: z.object({}),
} as const satisfies DeskDefinition;

const made = { decided_by: 'Olga', decided_by_id: 'person-1', reason: 'seen', decided_at: '2026-03-01T12:00:00.000Z' };
const accepted = { ...made, action: 'accepted' } as const;
const refused = { ...made, decided_by: 'Peter', action: 'refused' } as const;

describe('an open item', () => {
  it.each([
    ['has no decision yet', []],
    ['was opened again after a decision', [accepted]],
  ])('that %s takes one', (_, decisions) => {
    const item = { status: 'waiting', decisions } as const;

    expect(decidedBefore(desk, item)).toBeUndefined();
    expect(decideOnce(desk, item, refused)).toEqual({ kind: 'decided', status: 'refused', decision: refused });
  });
});

describe('a decided item', () => {
  it.each([
    ['accepted', [accepted], 'it was accepted by Olga at 2026-03-01T12:00:00.000Z: the new version counts'],
    ['refused', [accepted, refused], 'it was refused by Peter at 2026-03-01T12:00:00.000Z: the old version stays'],
  ] as const)('that was %s refuses another decision with who, when and what', (status, decisions, reason) => {
    const item = { status, decisions };

    expect(decideOnce(desk, item, accepted)).toEqual({ kind: 'decided-before', reason });
  });
});
