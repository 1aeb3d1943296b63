// Roles and permissions: who holds what.
import { describe, expect, it } from 'vitest';
import { highestRole, holds } from '../../../../../shared/contracts/values/permissions.ts';

describe('holds', () => {
  it.each([
    ['viewer', false],
    ['operator', false],
    ['approver', true],
    ['admin', true],
  ] as const)('counts from the lowest role up: %s, %s', (role, held) =>
    expect(holds(role, 'document:delete-any')).toBe(held),
  );
});

describe('highestRole', () => {
  it('takes the highest of several', () => expect(highestRole(['viewer', 'approver', 'guest'])).toBe('approver'));
  it('knows no other names', () => expect(highestRole(['root', 7, undefined])).toBeUndefined());
});
