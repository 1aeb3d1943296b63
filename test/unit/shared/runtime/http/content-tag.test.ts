import { describe, expect, it } from 'vitest';
import { contentTag } from '../../../../../shared/runtime/http/content-tag.ts';

describe('contentTag', () => {
  it('is the same for the same content, whatever order its members come in', () => {
    expect(contentTag({ data: [{ a: 1, b: 2 }] })).toBe(contentTag({ data: [{ b: 2, a: 1 }] }));
  });

  it('changes with the content', () => {
    expect(contentTag({ data: [1] })).not.toBe(contentTag({ data: [2] }));
    expect(contentTag('text')).not.toBe(contentTag(null));
  });

  it('does not change with the time it was asked, nor with a cursor', () => {
    const one = { generated_at: 'now', totals: 1, pagination: { next: 'x' } };

    expect(contentTag(one)).toBe(contentTag({ ...one, generated_at: 'later', pagination: { next: 'y' } }));
  });
});
