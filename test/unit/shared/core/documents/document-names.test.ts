// File names: what is accepted, and what is made of them for headers, viewers and erasures.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contentDisposition,
  erasedFileName,
  extensionOf,
  fileNameProblem,
  maskedFileName,
  normalisedFileName,
} from '../../../../../shared/core/documents/document-names.ts';

describe('fileNameProblem', () => {
  it.each([
    'report.pdf',
    'Jahresübersicht 2026 (final).csv',
    'console.txt',
    'community.png',
    'a..b.txt',
    '報告書.pdf',
    'نامه\u200Cها.txt',
    'emoji 👩\u200D🔧.png',
    'tar.gz.txt',
    'a%2f..%2fetc.txt',
  ])('accepts %j', (name) => {
    expect(fileNameProblem(name)).toBeUndefined();
  });

  it.each([
    ['../../etc/passwd.txt', /path separators/],
    ['..\\..\\boot.txt', /path separators/],
    ['C:\\temp\\a.txt', /path separators/],
    ['a\u2215b.txt', /path separators/],
    ['a\uFF0Fb.txt', /path separators/],
    ['a\uFF3Cb.txt', /path separators/],
    ['invoice\u202Efdp.exe.png', /control, direction or invisible/],
    ['invoice\u2066.png', /control, direction or invisible/],
    ['\u200Fa.txt', /control, direction or invisible/],
    ['a\u061C.txt', /control, direction or invisible/],
    ['a\u0000.txt', /control, direction or invisible/],
    ['a\r\nSet-Cookie.txt', /control, direction or invisible/],
    ['a\u200B.txt', /control, direction or invisible/],
    ['\uFEFFa.txt', /control, direction or invisible/],
    ['a\uD800.txt', /control, direction or invisible/],
    ['a\u2028.txt', /control, direction or invisible/],
    ['.htaccess.txt', /begin with a dot/],
    ['..', /begin with a dot/],
    ['a.txt.', /end with a dot or a space/],
    ['a.txt ', /end with a dot or a space/],
    ['a:stream.txt', /must not contain any of/],
    ['a*.txt', /must not contain any of/],
    ['"a".txt', /must not contain any of/],
    ['CON.txt', /device name of Windows/],
    ['nul.txt', /device name of Windows/],
    ['com1.png', /device name of Windows/],
    ['LPT9', /device name of Windows/],
    ['com¹.txt', /device name of Windows/],
    [`${'é'.repeat(130)}.txt`, /at most 255 bytes/],
  ])('refuses %j', (name, detail) => {
    expect(fileNameProblem(name)).toMatch(detail);
  });

  it('lets through no character that ends a header or a path, whatever surrounds it', async () => {
    const bad = fc.constantFrom('/', '\\', '\r', '\n', '\0', '\u202E', '\u2067', '"', '\u007F', '\u0085');

    await fc.assert(
      fc.property(fc.string(), bad, fc.string(), (a, b, c) => fileNameProblem(`${a}${b}${c}`) !== undefined),
    );
  });
});

describe('a name', () => {
  it('is the same in whatever form its letters came', () => {
    expect(normalisedFileName('u\u0308bersicht.txt')).toBe('übersicht.txt');
  });

  it('has the extension behind its last dot', () => {
    expect(['a.TXT', 'a.tar.gz', 'none', 'dot.'].map(extensionOf)).toEqual(['txt', 'gz', '', '']);
  });

  it('tells viewers, and after an erasure everybody, the kind of file only', () => {
    expect(maskedFileName('Jane Canary.pdf')).toBe('•••.pdf');
    expect(erasedFileName('Jane Canary.pdf')).toBe('erased.pdf');
    expect(erasedFileName(erasedFileName('Jane Canary.pdf'))).toBe('erased.pdf');
  });
});

describe('contentDisposition', () => {
  it('has the name in ASCII and in full', () => {
    expect(contentDisposition('attachment', 'Übersicht (1) 100%.csv')).toBe(
      'attachment; filename="_bersicht (1) 100_.csv"; filename*=UTF-8\'\'%C3%9Cbersicht%20%281%29%20100%25.csv',
    );
  });

  it('is one line of ASCII with one quoted string for every name that is accepted', async () => {
    await fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        fc.pre(fileNameProblem(name) === undefined);
        expect(contentDisposition('inline', name)).toMatch(
          /^inline; filename="[ !#-~]*"; filename\*=UTF-8''[\w.~%!-]*$/,
        );
      }),
    );
  });
});
