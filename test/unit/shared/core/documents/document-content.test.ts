// The judgement of bytes: what is what it says it is, and every disguise that is known of.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectFileType } from '../../../../../shared/adapters/file-kind.ts';
import { type DocumentType, documentTypeNames } from '../../../../../shared/contracts/document.ts';
import { headBytes, judgeContent, judgeHead } from '../../../../../shared/core/documents/document-content.ts';
import {
  goodFiles,
  gzipBomb,
  html,
  jpeg,
  pdf,
  png,
  program,
  svg,
  text,
  zipEnd,
} from '../../../../support/document-files.ts';
import { growth, quadratic } from '../../../../support/growth.ts';

const judged = async (type: DocumentType, bytes: Buffer) =>
  judgeContent(type, bytes, await detectFileType(bytes.subarray(0, headBytes)));

const join = (...parts: readonly (Buffer | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));

describe('a file that is what it says', () => {
  it.each(goodFiles.map((file) => [file.type, file.bytes] as const))('passes as %s', async (type, bytes) => {
    expect(await judged(type, bytes)).toBeUndefined();
  });

  it.each([
    ['text that begins as a program does', 'text/plain', 'MZ is a region of Brazil'],
    ['text that begins as a picture does', 'text/plain', 'BMW invoice for March'],
    ['text that speaks of packing', 'text/plain', 'PK: primary key'],
    ['a formula', 'text/csv', 'a,b\n1,=A1+1\n'],
    ['comparisons', 'text/plain', 'if a < b and b > c then d <= e'],
    ['form feeds and tabs', 'text/plain', 'page one\fpage\ttwo'],
    ['one character', 'text/plain', '.'],
  ] as const)('passes when it is %s', async (_what, type, content) => {
    expect(await judged(type, Buffer.from(content))).toBeUndefined();
  });

  it('passes when markup is far behind what anybody sniffs', async () => {
    expect(await judged('text/plain', join('x'.repeat(3000), '<script>alert(1)</script>'))).toBeUndefined();
  });
});

describe('a file of another type', () => {
  it.each(
    documentTypeNames.flatMap((type) =>
      goodFiles
        .filter((file) => file.type !== type && !(file.type.startsWith('text/') && type.startsWith('text/')))
        .map((file) => [file.type, type, file.bytes] as const),
    ),
  )('%s is refused as %s', async (_from, type, bytes) => {
    const refusal = await judged(type, bytes);

    expect(['TYPE_DIFFERS', 'NOT_TEXT']).toContain(refusal?.code);
    expect(refusal?.message).not.toMatch(/[A-Z]$|\.$/);
  });

  it.each(
    documentTypeNames.flatMap((type) =>
      (
        [
          ['a program', program],
          ['a packed file', gzipBomb],
          ['an archive', join('PK\x03\x04', Buffer.alloc(100))],
          ['SVG', svg],
          ['HTML', html],
          ['nothing', Buffer.alloc(0)],
        ] as const
      )
        .filter(([what]) => !(what === 'nothing' && type.startsWith('text/')))
        .map(([what, bytes]) => [what, type, bytes] as const),
    ),
  )('%s is refused as %s', async (_what, type, bytes) => {
    expect(await judged(type, bytes)).toBeDefined();
  });
});

describe('a file that is two things', () => {
  it.each([
    ['a PDF with HTML in its first bytes', 'application/pdf', join('%PDF-1.4\n', html, pdf)],
    ['a PDF that does not begin as one', 'application/pdf', join('\n', pdf)],
    ['a PDF behind HTML', 'application/pdf', join(html, pdf)],
    ['a picture with HTML in a comment', 'image/jpeg', join(jpeg.subarray(0, 20), html, jpeg.subarray(20))],
    ['a picture with a script in a text chunk', 'image/png', join(png.subarray(0, 33), '<script>', png.subarray(33))],
    ['a picture that is a PDF', 'image/png', join(png.subarray(0, 33), pdf, png.subarray(33))],
    [
      'a picture that is a script',
      'image/jpeg',
      join(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x2f, 0x2a]), jpeg.subarray(6)),
    ],
    ['a picture that is an archive', 'image/png', join(png, zipEnd)],
    [
      'a PDF that is an archive with a comment',
      'application/pdf',
      join(pdf, zipEnd.subarray(0, 20), Buffer.from([3, 0]), 'abc'),
    ],
    ['a text that is a PDF', 'text/plain', join('hello ', pdf)],
    ['a table that is HTML', 'text/csv', html],
    ['HTML behind a mark and blanks', 'text/plain', join('\uFEFF \r\n\t', html)],
    ['HTML in capitals', 'text/plain', Buffer.from('<HTML><BODY>')],
    ['SVG as text', 'text/plain', svg],
    ['XML as text', 'text/plain', Buffer.from('<?xml version="1.0"?><a/>')],
    ['a comment of HTML', 'text/plain', Buffer.from('<!-- x --><img src=x onerror=alert(1)>')],
    ['a script of a shell', 'text/plain', Buffer.from('#!/bin/sh\nrm -rf /\n')],
    ['PHP', 'text/plain', Buffer.from('hello <?php system($_GET[0]);')],
    ['a frame inside a text', 'text/csv', Buffer.from('a,b\n<iframe src=x>,1\n')],
    ['rich text', 'text/plain', Buffer.from('{\\rtf1 hello}')],
    ['PostScript', 'text/plain', Buffer.from('%!PS-Adobe-3.0\n')],
  ] as const)('%s is refused as %s', async (_what, type, bytes) => {
    expect(await judged(type, bytes)).toMatchObject({ code: 'TYPE_DIFFERS' });
  });
});

describe('text', () => {
  it.each([
    ['a NUL', Buffer.from('a\0b')],
    ['an escape', Buffer.from('\x1b[31mred')],
    ['DEL', Buffer.from('a\x7fb')],
    ['UTF-16', Buffer.from('\uFEFFhello', 'utf16le')],
    ['Latin-1', Buffer.from('Grün', 'latin1')],
    ['an overlong encoding', Buffer.from([0x61, 0xc0, 0xaf])],
    ['half of a pair', Buffer.from([0xed, 0xa0, 0x80])],
    ['a cut character at the end', text.subarray(0, text.indexOf(0xe2) + 1)],
  ])('with %s is none', async (_what, bytes) => {
    expect(await judged('text/plain', bytes)).toMatchObject({ code: 'NOT_TEXT' });
  });

  it('is judged to its end', async () => {
    expect(await judged('text/plain', join('a'.repeat(100_000), '\0'))).toMatchObject({
      code: 'NOT_TEXT',
      message: 'byte 100000 is a control character that text may not have',
    });
  });
});

describe('the judgement', () => {
  it('is total, and the whole never passes when its head does not', async () => {
    await fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(...documentTypeNames),
        fc.constantFrom(undefined, 'image/png', 'application/pdf', 'image/jpeg'),
        (bytes, type, detected) => {
          const head = judgeHead(type, bytes, detected);
          const whole = judgeContent(type, bytes, detected);
          if (head !== undefined) expect(whole).toEqual(head);
        },
      ),
    );
  });

  it('takes time in proportion to the bytes', () => {
    const judge = (bytes: Buffer) => judgeContent('text/plain', bytes, undefined);

    expect(growth(100_000, (size) => Buffer.alloc(size, 'PK'), judge)).toBeLessThan(quadratic);
  });
});
