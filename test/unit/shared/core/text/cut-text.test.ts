// Texts from outside are cut to what is kept, and never to half a character.
import { describe, expect, it } from 'vitest';
import { cutText } from '../../../../../shared/core/text/cut-text.ts';

describe('cutText', () => {
  it.each([
    ['', 3, ''],
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc'],
    ['ab😀', 3, 'ab'],
    ['ab😀', 4, 'ab😀'],
    ['😀😀', 3, '😀'],
    ['a\uD83D', 5, 'a\uFFFD'],
    ['\uDE00bc', 2, '\uFFFDb'],
    ['ab\uD83D', 3, 'ab\uFFFD'],
  ])('makes of %j with at most %i units %j', (text, most, cut) => {
    expect(cutText(text, most)).toBe(cut);
  });
});
