// A set of dead letters is named by ids or by a filter, and never by both or none.
import { describe, expect, it } from 'vitest';
import { deadLetterSetBody } from '../../../../shared/contracts/dead-letter.ts';

const id = 'DL-01JD0000000000000000000000';
const fingerprint = '0123456789abcdef';
const reason = 'the cause is known';

describe('a set of dead letters', () => {
  it.each([
    ['ids', { dead_letter_ids: [id] }],
    ['all that are parked', { filter: { status: 'parked' } }],
    ['those of one cause', { filter: { status: 'parked', fingerprint } }],
    ['the rest of them', { filter: { status: 'parked', fingerprint, cursor: 'x' } }],
  ])('is %s', (_, set) => {
    expect(deadLetterSetBody.safeParse({ ...set, reason }).success).toBe(true);
  });

  it.each([
    ['neither ids nor a filter', {}],
    ['both', { dead_letter_ids: [id], filter: { status: 'parked' } }],
    ['no id', { dead_letter_ids: [] }],
    ['more than a hundred ids', { dead_letter_ids: Array(101).fill(id) }],
    ['letters that were decided', { filter: { status: 'dismissed' } }],
    ['no status', { filter: { fingerprint } }],
    ['another kind of fingerprint', { filter: { status: 'parked', fingerprint: 'MESSAGE.NOT_JSON' } }],
  ])('is not %s', (_, set) => {
    expect(deadLetterSetBody.safeParse({ ...set, reason }).success).toBe(false);
  });
});
