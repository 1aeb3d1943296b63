// Lists that come in pages: short pages are filled, refreshed rows move and leave, an export becomes one file.
import { describe, expect, it } from 'vitest';
import type { Page } from '../../../../../shared/contracts/page.ts';
import type { TextPage } from '../../../../../web/src/api/client.ts';
import { connectionProblem, type Result } from '../../../../../web/src/api/problem.ts';
import { collectExport, exportedWords } from '../../../../../web/src/model/csv-export.ts';
import { fillPage, isReadBelow, mergeFirst, pagesToRenew, readPages } from '../../../../../web/src/model/pages.ts';

const limit = 3;
const page = (data: readonly number[], next: string | null): Page<number> => ({ data, pagination: { limit, next } });
const ok = <T>(value: T): Result<T> => ({ ok: true, value, etag: '"1"' });
const failure = { ok: false, problem: connectionProblem(false) } as const;

/** Pages by their cursor; the first has none. */
const source = (pages: Readonly<Record<string, Result<Page<number>>>>) => {
  const asked: string[] = [];
  const load = async (cursor: string | undefined) => {
    asked.push(cursor ?? 'first');
    return pages[cursor ?? 'first'] ?? failure;
  };
  return { asked, load };
};

describe('fillPage', () => {
  it('hands a full page on as it is', async () => {
    const { load, asked } = source({ first: ok(page([3, 2, 1], 'a')) });

    expect(await fillPage(load, undefined, 4)).toEqual(ok(page([3, 2, 1], 'a')));
    expect(asked).toEqual(['first']);
  });

  it('fills a short page from the ones after it', async () => {
    const { load } = source({ first: ok(page([9], 'a')), a: ok(page([], 'b')), b: ok(page([5, 4], 'c')) });

    expect(await fillPage(load, undefined, 4)).toEqual({ ok: true, value: page([9, 5, 4], 'c'), etag: null });
  });

  it('ends with the list, and after the most calls, with where to go on', async () => {
    const ended = source({ first: ok(page([9], 'a')), a: ok(page([], null)) });
    const long = source({ first: ok(page([], 'a')), a: ok(page([], 'b')), b: ok(page([1], null)) });

    expect(await fillPage(ended.load, undefined, 4)).toMatchObject({ value: page([9], null) });
    expect(await fillPage(long.load, undefined, 2)).toMatchObject({ value: page([], 'b') });
    expect(long.asked).toEqual(['first', 'a']);
  });

  it('fails as a whole when one of its pages does, so that nothing is left out unseen', async () => {
    expect(await fillPage(source({ first: ok(page([9], 'a')) }).load, undefined, 4)).toEqual(failure);
  });
});

describe('readPages', () => {
  const pages = { first: ok(page([9, 8, 7], 'a')), a: ok(page([6], 'b')), b: ok(page([5, 4], 'c')) };

  it('reads as many pages as are shown, each filled, as one with where to go on', async () => {
    const { load } = source(pages);

    expect(await readPages(load, () => 2, String, 4)).toEqual({
      ok: true,
      value: page([9, 8, 7, 6, 5, 4], 'c'),
      etag: null,
    });
  });

  it('reads one page as it is, and nothing beyond it', async () => {
    const { load, asked } = source(pages);

    expect(await readPages(load, () => 1, String, 4)).toEqual(ok(page([9, 8, 7], 'a')));
    expect(asked).toEqual(['first']);
  });

  it('has a row once that moves down between two calls', async () => {
    const { load } = source({ first: ok(page([9, 8, 7], 'a')), a: ok(page([7, 6, 5], null)) });

    expect(await readPages(load, () => 2, String, 4)).toMatchObject({ value: page([9, 8, 7, 6, 5], null) });
  });

  it('goes on when somebody reads on meanwhile, and ends with the list', async () => {
    let shown = 1;
    const { load } = source({ first: ok(page([9, 8, 7], 'a')), a: ok(page([6], null)) });
    const growing = async (cursor: string | undefined) => {
      shown = 3;
      return load(cursor);
    };

    expect(await readPages(growing, () => shown, String, 4)).toMatchObject({ value: page([9, 8, 7, 6], null) });
  });

  it('fails as a whole when one of its pages does', async () => {
    expect(await readPages(source({ first: pages.first }).load, () => 2, String, 4)).toEqual(failure);
  });
});

describe('isReadBelow', () => {
  it('holds while rows are shown below, or pages below were looked through in vain', () => {
    const polled = page([1, 2], 'c4');

    expect(isReadBelow(polled, { asked: 4, read: 4, shown: 3 })).toBe(true);
    expect(isReadBelow(polled, { asked: 4, read: 5, shown: 2 })).toBe(true);
    expect(isReadBelow(polled, { asked: 4, read: 4, shown: 2 })).toBe(false);
  });

  it('does not when the polled pages are all there is by now', () => {
    expect(isReadBelow(page([1, 2], null), { asked: 4, read: 5, shown: 2 })).toBe(false);
  });
});

describe('pagesToRenew', () => {
  it('are those that were read, and those that hold what slid off them, up to a most', () => {
    expect(pagesToRenew(1, 25, 25, 4)).toBe(1);
    expect(pagesToRenew(1, 27, 25, 4)).toBe(2);
    expect(pagesToRenew(3, 4, 25, 4)).toBe(3);
    expect(pagesToRenew(7, 175, 25, 4)).toBe(4);
  });

  it('is a page even when nothing is shown', () => expect(pagesToRenew(1, 0, 25, 4)).toBe(1));
});

describe('mergeFirst', () => {
  const merge = (known: readonly number[], first: Page<number>) =>
    mergeFirst(known, first, String, (item, other) => item < other);

  it('keeps what comes after the first page', () =>
    expect(merge([5, 4, 1], page([6, 5, 4], 'a'))).toEqual([6, 5, 4, 1]));

  it('drops a row within the page that is not in it any more', () => {
    expect(merge([5, 4, 3, 1], page([6, 5, 3], 'a'))).toEqual([6, 5, 3, 1]);
  });

  it('is the first page alone when that is all there is', () => {
    expect(merge([5, 4, 1], page([5], null))).toEqual([5]);
    expect(merge([5, 4, 1], page([], null))).toEqual([]);
  });
});

describe('collectExport', () => {
  const text = (body: string, next: string | null): Result<TextPage> => ok({ text: body, next });
  const reader = (pages: Readonly<Record<string, Result<TextPage>>>) => async (cursor: string | undefined) =>
    pages[cursor ?? 'first'] ?? failure;

  it('puts pages one behind the other and counts rows, not line breaks within them', async () => {
    const counts: number[] = [];
    const pages = { first: text('id,text\r\n1,"two\nlines"\r\n', 'a'), a: text('2,plain\r\n3,plain\r\n', null) };

    const outcome = await collectExport(reader(pages), (rows) => counts.push(rows) > 0);

    expect(outcome).toEqual({
      kind: 'done',
      file: { parts: ['id,text\r\n1,"two\nlines"\r\n', '2,plain\r\n3,plain\r\n'], rows: 3 },
    });
    expect(counts).toEqual([1, 3]);
  });

  it('has its header once, even when every page repeats it', async () => {
    const outcome = await collectExport(reader({ first: text('id\n1\n', 'a'), a: text('id\n2\n', null) }), () => true);

    expect(outcome).toMatchObject({ file: { parts: ['id\n1\n', '2\n'], rows: 2 } });
  });

  it('stops when told to, and when a page fails', async () => {
    const pages = { first: text('id\n1\n', 'a') };

    expect(await collectExport(reader(pages), () => false)).toEqual({ kind: 'cancelled' });
    expect(await collectExport(reader(pages), () => true)).toMatchObject({ kind: 'failed' });
  });

  it('is told of in one or many', () => {
    expect(exportedWords(1, 'cases')).toBe('Exported 1 case.');
    expect(exportedWords(1234, 'submissions')).toBe('Exported 1,234 submissions.');
  });
});
