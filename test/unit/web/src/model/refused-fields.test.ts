// What the API refuses about single fields: each is listed, with the name that the person knows the field by.
import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../../../../web/src/api/problem.ts';
import { fieldWords, refusedFields } from '../../../../../web/src/model/refused-fields.ts';

const refused = (detail: string, errors: unknown) => problemFrom(422, { code: 'REQUEST.INVALID', detail, errors });

describe('refusedFields', () => {
  it('has each refusal with its field in words, in the order of the API', () => {
    const problem = refused('2 fields were refused', [
      { pointer: '#/requester_email', detail: 'must be an e-mail address' },
      { pointer: '#/due_at', detail: 'must not be in the past' },
    ]);

    expect(refusedFields(problem)).toEqual([
      { field: 'E-mail address', detail: 'must be an e-mail address' },
      { field: 'Due', detail: 'must not be in the past' },
    ]);
  });

  it('does not say twice what the words of the problem hold already', () => {
    const problem = refused('one field was refused · header:if-match: is too long', [
      { pointer: 'header:if-match', detail: 'is too long' },
    ]);

    expect(refusedFields(problem)).toEqual([]);
  });

  it('is nothing where no field was refused', () => expect(refusedFields(refused('The hub failed', null))).toEqual([]));
});

describe('fieldWords', () => {
  it.each([
    ['#/requester_name', 'Name'],
    ['#/change_reason', 'Reason'],
    ['#/target_hours', 'Target hours'],
    ['#/operation_case_ids/3', 'Operation case ids, 4'],
    ['#/document/file_name', 'Document, file name'],
    ['#/constructor', 'Constructor'],
    ['query:created_to', 'Until'],
    ['query:cursor', 'Cursor'],
    ['header:Idempotency-Key', 'Idempotency key'],
    ['#', ''],
    ['', ''],
  ])('of %j are %j', (pointer, words) => expect(fieldWords(pointer)).toBe(words));
});
