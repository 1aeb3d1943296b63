import { describe, expect, it } from 'vitest';
import { readPage } from '../../../../../shared/core/lists/paging.ts';

const cursors = {
  encode: async (list: string, position: string) => `${list}@${position}`,
  decode: async (list: string, cursor: string) => cursor.slice(list.length + 1),
};

/** A source of texts by number, which counts how often it is read. */
function sourceOf(texts: readonly string[]) {
  let reads = 0;
  const read = async (limit: number, after: string | undefined) => {
    reads += 1;
    const first = after === undefined ? 0 : Number(after) + 1;
    const items = texts.slice(first, first + limit);
    const last = first + items.length - 1;
    return { items, next: last < texts.length - 1 ? String(last) : undefined };
  };
  return { read, reads: () => reads };
}

async function allPages(texts: readonly string[], limit: number) {
  const { read } = sourceOf(texts);
  const pages: (readonly string[])[] = [];
  let cursor: string | undefined;
  do {
    const { data, pagination } = await readPage('texts', { limit, cursor }, cursors, read);
    pages.push(data);
    cursor = pagination.next ?? undefined;
  } while (cursor !== undefined);
  return pages;
}

/** What Lambda hands on: the answer as a member of a JSON document. */
const handedOn = (page: readonly string[]): number => Buffer.byteLength(JSON.stringify(JSON.stringify(page)));

describe('readPage', () => {
  it('reads once when the answer is small, and says where the next page begins', async () => {
    const source = sourceOf(['a', 'b', 'c']);

    const page = await readPage('texts', { limit: 2 }, cursors, source.read);

    expect(page).toEqual({ data: ['a', 'b'], pagination: { limit: 2, next: 'texts@1' } });
    expect(source.reads()).toBe(1);
  });

  it.each([
    ['plain text', 'x'.repeat(12_000)],
    ['text of three bytes a character', '☃'.repeat(4_000)],
    ['quotes, which are escaped twice', '"'.repeat(4_000)],
  ])('ends early at 4 MB of %s, and leaves nothing out', async (_, text) => {
    const texts = Array.from({ length: 500 }, (__, index) => `${index} ${text}`);

    const pages = await allPages(texts, 500);

    expect(pages.flat()).toEqual(texts);
    expect(Math.max(...pages.map(handedOn))).toBeLessThan(4_100_000);
    expect(Math.min(...pages.slice(0, -1).map(handedOn))).toBeGreaterThan(3_900_000);
  });

  it('gives an item that is larger than that alone', async () => {
    const large = 'x'.repeat(5_000_000);

    expect(await allPages([large, large, 'a'], 500)).toEqual([[large], [large], ['a']]);
  });

  it('measures again when something larger came first meanwhile', async () => {
    const texts = Array.from({ length: 500 }, () => 'x'.repeat(12_000));
    let newer: readonly string[] = [];
    const read = async (limit: number) => {
      const items = [...newer, ...texts].slice(0, limit);
      newer = ['x'.repeat(3_000_000)];
      return { items, next: String(items.length) };
    };

    const { data } = await readPage('texts', { limit: 500 }, cursors, read);

    expect(handedOn(data)).toBeLessThan(4_100_000);
  });
});
