// Files before they are uploaded, and documents afterwards: what is taken, what is refused and why, who may do what.
import { describe, expect, it } from 'vitest';
import { type Document, documentDeclaration } from '../../../../../shared/contracts/document.ts';
import { declareFile } from '../../../../../web/src/model/declare-file.ts';
import {
  acceptedExtensions,
  acceptedWords,
  decideFile,
  declarationMessage,
  formatSize,
  previewOf,
} from '../../../../../web/src/model/document-file.ts';
import { documentActions, inOrder } from '../../../../../web/src/model/documents.ts';

const limit = 10 * 1024 * 1024;
const file = (name: string, type = '', size = 100) => ({ name, type, size });

describe('what a file picker takes', () => {
  it('is each extension of the API, in words too', () => {
    expect(acceptedExtensions).toBe('.txt,.csv,.png,.jpg,.jpeg,.pdf');
    expect(acceptedWords).toBe('TXT, CSV, PNG, JPG, JPEG or PDF');
  });
});

describe('decideFile', () => {
  it.each([
    [file('a.txt', 'text/plain'), 'text/plain'],
    [file('A.TXT'), 'text/plain'],
    [file('a.csv', 'application/vnd.ms-excel'), 'text/csv'],
    [file('a.csv', 'text/csv; charset=utf-8'), 'text/csv'],
    [file('a.b.jpeg', 'image/jpeg'), 'image/jpeg'],
    [file('a.png', 'image/png', limit), 'image/png'],
    [file('a.pdf', 'application/pdf', 1), 'application/pdf'],
  ] as const)('takes %j as %s', (chosen, contentType) => {
    expect(decideFile(chosen, limit)).toEqual({ kind: 'accepted', contentType });
  });

  it.each([
    [file('a.svg', 'image/svg+xml'), 'this is .svg'],
    [file('a.png.exe', 'application/x-msdownload'), 'this is .exe'],
    [file('README', 'text/plain'), 'a file without an extension'],
    [file('.txt', 'text/plain'), 'a file without an extension'],
    [file('a.png', 'image/svg+xml'), 'named .png, but your system says it is image/svg+xml'],
    [file('a.txt', 'text/html'), 'your system says it is text/html'],
    [file('a.txt', 'text/plain', 0), 'The file is empty'],
    [file('a.txt', 'text/plain', limit + 1), 'At most 10 MB (10,485,760 bytes); this file has 10,485,761 bytes'],
    [file('gnp.\u202Etxt', 'text/plain'), 'invisible control characters'],
    [file(`${'x'.repeat(200)}.txt`, 'text/plain'), 'At most 200 characters'],
  ] as const)('refuses %j and says why', (chosen, words) => {
    expect(decideFile(chosen, limit)).toMatchObject({ kind: 'refused', message: expect.stringContaining(words) });
  });
});

describe('declareFile', () => {
  it('declares what the API takes, with the SHA-256 of the bytes', async () => {
    const declared = await declareFile(new File(['abc'], 'abc.txt'), 'text/plain');

    expect(documentDeclaration.parse(declared)).toEqual({
      file_name: 'abc.txt',
      content_type: 'text/plain',
      size_bytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
  });
});

describe('declarationMessage', () => {
  it('puts all that is wrong with the document into sentences', () => {
    const errors = [
      { pointer: '#/document/size_bytes', detail: 'must be at most 10485760' },
      { pointer: '#/requester_name', detail: 'is missing' },
    ];

    expect(declarationMessage(errors)).toBe('Must be at most 10485760.');
  });

  it('is nothing when the document is not the matter', () => {
    expect(declarationMessage([{ pointer: '#/documents', detail: 'is unknown' }])).toBeNull();
  });
});

describe('formatSize', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KB'],
    [1536, '1.5 KB'],
    [48_210, '47 KB'],
    [10 * 1024 * 1024, '10 MB'],
  ])('%i bytes are %s', (bytes, words) => expect(formatSize(bytes)).toBe(words));
});

describe('previewOf', () => {
  it.each([
    ['image/png', 'image'],
    ['text/csv', 'text'],
    ['application/pdf', null],
  ])('%s is shown as %s', (type, shown) => expect(previewOf(type)).toBe(shown));
});

describe('documentActions', () => {
  const mine = { status: 'available', content_type: 'text/plain', uploaded_by: 'Jo' } as const;
  const operator = { role: 'operator', actor: 'Jo' } as const;

  it('lets an operator do everything with an own document', () => {
    expect(documentActions(mine, operator)).toEqual({ preview: null, download: null, newVersion: null, remove: null });
  });

  it('keeps what somebody else uploaded from being deleted by an operator, not by an approver', () => {
    const theirs = { ...mine, uploaded_by: 'Kim' };

    expect(documentActions(theirs, operator).remove).toContain('the role approver can');
    expect(documentActions(theirs, { role: 'approver', actor: 'Jo' }).remove).toBeNull();
  });

  it('opens nothing before it was checked, nothing rejected, nothing for viewers', () => {
    expect(documentActions({ ...mine, status: 'pending' }, operator).download).toContain('not been checked');
    expect(documentActions({ ...mine, status: 'rejected' }, operator).preview).toContain('rejected');
    expect(documentActions(mine, { role: 'viewer', actor: 'Jo' }).download).toContain('the role operator can');
  });

  it('says that a PDF is for downloading', () => {
    const pdf = documentActions({ ...mine, content_type: 'application/pdf' }, operator);

    expect(pdf).toMatchObject({ preview: 'This type is not shown here; download it.', download: null });
  });

  it('does nothing with what was deleted', () => {
    expect(new Set(Object.values(documentActions({ ...mine, status: 'deleted' }, operator)))).toEqual(
      new Set(['The document was deleted.']),
    );
  });
});

describe('inOrder', () => {
  it('is newest first, with deleted ones at the end', () => {
    const documents = [
      { document_id: 'DOC-1', status: 'available' },
      { document_id: 'DOC-3', status: 'deleted' },
      { document_id: 'DOC-2', status: 'pending' },
    ] as unknown as readonly Document[];

    expect(inOrder(documents).map((each) => each.document_id)).toEqual(['DOC-2', 'DOC-1', 'DOC-3']);
  });
});
