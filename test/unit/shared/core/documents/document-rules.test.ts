// What may be declared, and how a document's status may change.
import { describe, expect, it } from 'vitest';
import { type DocumentType, documentTypeNames } from '../../../../../shared/contracts/document.ts';
import { documentStatuses } from '../../../../../shared/contracts/values/documents.ts';
import { acceptedDeclaration, firstDocumentId } from '../../../../../shared/core/documents/document-declaration.ts';
import {
  hasPreview,
  judgeDeclaration,
  mayBecome,
  servedType,
} from '../../../../../shared/core/documents/document-rules.ts';
import { HubError } from '../../../../../shared/errors/hub-error.ts';
import { declarationOf, png } from '../../../../support/document-files.ts';

const declaration = (file_name: string, content_type: DocumentType, size_bytes = 10) => ({
  ...declarationOf({ name: file_name, type: content_type, bytes: png }),
  size_bytes,
});

describe('judgeDeclaration', () => {
  it.each([
    ['a.png', 'image/png'],
    ['a.jpg', 'image/jpeg'],
    ['a.JPEG', 'image/jpeg'],
    ['a.pdf', 'application/pdf'],
    ['a.txt', 'text/plain'],
    ['a.CSV', 'text/csv'],
  ] as const)('accepts %s as %s', (name, type) => {
    expect(judgeDeclaration(declaration(name, type), 10)).toMatchObject({ kind: 'accepted' });
  });

  it.each([
    ['a.svg', 'image/png', 'must end with .png for image/png'],
    ['a.png', 'image/jpeg', 'must end with .jpg or .jpeg for image/jpeg'],
    ['a.pdf.exe', 'application/pdf', 'must end with .pdf for application/pdf'],
    ['png', 'image/png', 'must end with .png for image/png'],
    ['a.txt', 'text/csv', 'must end with .csv for text/csv'],
    ['a/b.txt', 'text/plain', 'must be a plain file name without path separators'],
  ] as const)('refuses %s as %s and says why', (name, type, detail) => {
    expect(judgeDeclaration(declaration(name, type), 10, '#/document')).toEqual({
      kind: 'refused',
      fields: [{ pointer: '#/document/file_name', detail }],
    });
  });

  it('takes the limit to the byte', () => {
    expect(judgeDeclaration(declaration('a.png', 'image/png', 100), 100).kind).toBe('accepted');
    expect(judgeDeclaration(declaration('a.png', 'image/png', 101), 100)).toEqual({
      kind: 'too-large',
      fields: [{ pointer: '#/size_bytes', detail: 'must be at most 100' }],
    });
  });

  it('composes the letters of the name', () => {
    expect(judgeDeclaration(declaration('u\u0308.txt', 'text/plain'), 10)).toMatchObject({
      declaration: { file_name: 'ü.txt' },
    });
  });
});

describe('acceptedDeclaration', () => {
  it('answers 413 with the limit to what is too large, and 422 to the rest', () => {
    const thrown = (name: string, size: number): HubError => {
      try {
        acceptedDeclaration(declaration(name, 'image/png', size), 100);
      } catch (error) {
        if (error instanceof HubError) return error;
      }
      throw new Error('nothing was refused');
    };

    expect(thrown('a.png', 101)).toMatchObject({ kind: 'too-large', details: { limit_bytes: 100 } });
    expect(thrown('a.png', 101).message).toContain('at most 100 are allowed');
    expect(thrown('a.gif', 100)).toMatchObject({ kind: 'validation', code: 'REQUEST.INVALID' });
  });
});

describe('firstDocumentId', () => {
  it('is the submission’s id under another prefix', () => {
    expect(firstDocumentId('SUB-01JD0000000000000000000000')).toBe('DOC-01JD0000000000000000000000');
  });
});

describe('mayBecome', () => {
  const allowed = new Set([
    'pending available',
    'pending rejected',
    'pending deleted',
    'available deleted',
    'rejected deleted',
  ]);

  it.each(documentStatuses.flatMap((from) => documentStatuses.map((to) => [from, to] as const)))(
    'decides %s → %s as the table says',
    (from, to) => {
      expect(mayBecome(from, to)).toBe(allowed.has(`${from} ${to}`));
    },
  );
});

describe('what a link serves', () => {
  it('shows images and text in place, nothing else', () => {
    expect(documentTypeNames.filter(hasPreview)).toEqual(['text/plain', 'text/csv', 'image/png', 'image/jpeg']);
  });

  it.each([
    ['text/csv', 'inline', 'text/plain; charset=utf-8'],
    ['text/csv', 'attachment', 'text/csv; charset=utf-8'],
    ['text/plain', 'inline', 'text/plain; charset=utf-8'],
    ['image/png', 'inline', 'image/png'],
    ['application/pdf', 'attachment', 'application/pdf'],
  ] as const)('labels %s for %s as %s', (type, disposition, label) => {
    expect(servedType(type, disposition)).toBe(label);
  });
});
