import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  erasedText,
  maskEmail,
  maskName,
  maskRequester,
  withheldText,
} from '../../../../../shared/core/personal-data/mask-personal-data.ts';

describe('maskRequester', () => {
  it('keeps the first letters and the domain, and withholds the text', () => {
    const masked = maskRequester({
      requester_name: 'Ada Lovelace',
      requester_email: 'ada@example.test',
      request_description: 'my number is 555',
      priority: 'low',
    });

    expect(masked).toEqual({
      requester_name: 'A•• L•••••••',
      requester_email: 'a••@example.test',
      request_description: withheldText,
      priority: 'low',
    });
  });

  it('withholds why it was withdrawn, and leaves erased data as they are', () => {
    const requester = { requester_name: 'Ada', requester_email: 'ada@example.test', request_description: 'x' };

    expect(maskRequester({ ...requester, withdraw_reason: 'Ada asked' })).toMatchObject({
      withdraw_reason: withheldText,
    });
    expect(maskRequester({ ...requester, withdraw_reason: null })).toMatchObject({ withdraw_reason: null });
    const erased = { ...requester, requester_name: erasedText, erased_at: '2026-01-01T00:00:00.000Z' };
    expect(maskRequester(erased)).toEqual(erased);
  });

  it('masks a one-letter mailbox and text that is no address', () => {
    expect(maskEmail('x@example.test')).toBe('•••@example.test');
    expect(maskEmail('nobody')).toBe('••••••');
    expect(maskEmail('@example.test')).toMatch(/^•+$/);
  });

  it('masks words of one character whole', () => {
    expect(maskName('李 明')).toBe('• •');
    expect(maskName('J Doe')).toBe('• D••');
  });

  it('never lets more than one character of a word through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        for (const word of maskName(name).split(/\s+/u))
          expect([...word].slice(1).every((letter) => letter === '•')).toBe(true);
      }),
    );
  });
});
