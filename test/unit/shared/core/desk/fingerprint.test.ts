// Causes that differ only in what varies from one occurrence to the next are one group; causes that differ otherwise are not.
import { describe, expect, it } from 'vitest';
import { fingerprintOf, normalisedMessage } from '../../../../../shared/core/desk/fingerprint.ts';

const cause = { desk: 'DEADLETTERS', code: 'SYNC.FAILED', type: 'RequestCreated', message: 'order 8812 not found' };

describe('a normalised message', () => {
  it.each([
    ['order 8812 not found at 10:04:11', 'order * not found at *'],
    ['order 77 not found at 23:59:00', 'order * not found at *'],
    ['order 3f2504e0-4f89-41d3-9a0c-0305e82c3301 not found at db-7.example.internal:5432', 'order * not found at *'],
    ['order deadbeefcafe not found at localhost:8000', 'order * not found at *'],
    ['case CASE-01JD0000000000000000000000 is missing', 'case * is missing'],
    ['no answer from https://api.example.com/orders/88?page=2', 'no answer from */orders/*?page=*'],
    ['ids 1, 2, 3 are unknown', 'ids * are unknown'],
    ['ids 4, 5 are unknown', 'ids * are unknown'],
    ['at 2026-01-31T08:15:30.123Z the lease ended', 'at * the lease ended'],
    ['jane.doe@example.test is refused.', '* is refused.'],
    ['Unknown  type\n"hub.request.created.v9"', 'unknown type "*"'],
    ['/items/3/name must be a text', '/items/*/name must be a text'],
    ['', ''],
  ])('of "%s" is "%s"', (message, normalised) => {
    expect(normalisedMessage(message)).toBe(normalised);
    expect(normalisedMessage(normalised)).toBe(normalised);
  });

  it.each([
    ['applicant.email is missing', 'applicant.name is missing'],
    ['/items/3/name must be a text', '/items/3/city must be a text'],
    ['"open" is not allowed', '"closed" is not allowed'],
  ])('keeps apart "%s" and "%s"', (one, other) => {
    expect(normalisedMessage(one)).not.toBe(normalisedMessage(other));
  });
});

describe('a fingerprint', () => {
  it('is 16 hexadecimal digits, and one for many messages that differ in what varies', () => {
    const fingerprints = Array.from({ length: 100 }, (_, index) =>
      fingerprintOf({ ...cause, message: `order ${index} not found at host-${index % 7}.example.net:${8000 + index}` }),
    );

    expect(new Set(fingerprints).size).toBe(1);
    expect(fingerprints[0]).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ['desk', { desk: 'ANOMALIES' }],
    ['code', { code: 'SYNC.NO_ANSWER' }],
    ['type', { type: null }],
    ['message', { message: 'order 8812 found twice' }],
  ] as const)('tells causes apart by their %s', (_, other) => {
    expect(fingerprintOf({ ...cause, ...other })).not.toBe(fingerprintOf(cause));
  });

  it('does not depend on the end of a very long message', () => {
    const long = 'the words go on and on '.repeat(40);

    expect(fingerprintOf({ ...cause, message: `${long}here` })).toBe(
      fingerprintOf({ ...cause, message: `${long}there` }),
    );
  });
});
