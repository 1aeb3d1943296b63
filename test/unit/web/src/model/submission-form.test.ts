// The intake form's rules against the API's own schema, and the mapping of refused fields.
import { describe, expect, it } from 'vitest';
import { submissionBody } from '../../../../../shared/contracts/intake.ts';
import { builtInReference } from '../../../../../shared/contracts/reference.ts';
import {
  draftProblems,
  emptyDraft,
  fieldsOf,
  messagesByField,
  type SubmissionDraft,
  type SubmissionField,
} from '../../../../../web/src/model/submission-form.ts';
import { referenceLists, referenceValueOf } from './reference-values.ts';

const reference = referenceLists;
const valid: SubmissionDraft = {
  intake_method: 'manual_form',
  requester_name: ' Maren Holt ',
  requester_email: 'maren.holt@example.test',
  request_description: 'Line one\nline two',
  request_type: 'GENERAL_INQUIRY',
  priority: 'high',
  assigned_team: 'OPERATIONS_TEAM',
};

const cases: readonly (readonly [SubmissionField, string])[] = [
  ['requester_name', ''],
  ['requester_name', '   '],
  ['requester_name', 'x'.repeat(200)],
  ['requester_name', 'x'.repeat(201)],
  ['requester_name', 'bell\u0007'],
  ['requester_name', 'turned \u202Eemit'],
  ['requester_name', '<script>alert(1)</script>'],
  ['requester_name', 'two\nlines'],
  ['requester_name', 'a\ttab'],
  ['requester_name', '\u200B'],
  ['requester_name', '\u{1F600}'.repeat(200)],
  ['requester_name', '\u{1F600}'.repeat(201)],
  ['requester_email', ''],
  ['requester_email', 'nobody'],
  ['requester_email', 'a@b'],
  ['requester_email', 'a b@example.test'],
  ['requester_email', "o'hara+tag@mail.example.test"],
  ['requester_email', `${'x'.repeat(250)}@example.test`],
  ['requester_email', `${'x'.repeat(64)}@example.test`],
  ['requester_email', `${'x'.repeat(65)}@example.test`],
  ['requester_email', 'two..dots@example.test'],
  ['requester_email', '.first@example.test'],
  ['requester_email', 'last.@example.test'],
  ['requester_email', 'a!b@example.test'],
  ['requester_email', 'märz@example.test'],
  ['requester_email', 'hidden\u200B@example.test'],
  ['requester_email', 'a@-dash.test'],
  ['request_description', ''],
  ['request_description', 'x'.repeat(4000)],
  ['request_description', 'x'.repeat(4001)],
  ['request_description', 'tab\tand\r\nbreak'],
  ['request_description', '\u00AD'],
  ['request_description', 'arabic \u0627\u0644\u0639\u0631\u0628\u064A\u0629'],
  ['request_description', 'mark \u061C'],
  ['request_description', '\u{1F600}'.repeat(4000)],
  ['request_type', ''],
  ['request_type', 'UNKNOWN'],
  ['priority', 'extreme'],
  ['assigned_team', ''],
  ['intake_method', 'fax'],
];

const lists = {
  request_type: 'request_types',
  priority: 'priorities',
  assigned_team: 'assigned_teams',
  intake_method: 'intake_methods',
} as const;

/** What the API decides against its catalogue. */
const offered = (field: SubmissionField, value: string): boolean =>
  !(field in lists) || builtInReference[lists[field as keyof typeof lists]].some(({ code }) => code === value);

describe('draftProblems', () => {
  it('finds nothing in a good draft', () => expect(draftProblems(valid, reference)).toEqual({}));

  it('finds every empty field of a new form', () => {
    expect(Object.keys(draftProblems(emptyDraft, reference))).toEqual([
      'requester_name',
      'requester_email',
      'request_type',
      'assigned_team',
      'request_description',
    ]);
  });

  it.each(cases)('says of %s what the API would say of it: %j', (field, value) => {
    const draft = { ...valid, [field]: value };

    const refusedHere = draftProblems(draft, reference)[field] !== undefined;
    const refusedThere = !submissionBody.safeParse(fieldsOf(draft)).success || !offered(field, value);

    expect(refusedHere).toBe(refusedThere);
  });
});

describe('a value that is not offered', () => {
  it.each(['scheduled', 'retired'] as const)('is refused when it is %s, as the API would', (status) => {
    const request_types = [...referenceLists.request_types, { ...referenceValueOf('request_types', 'OLD'), status }];

    const problems = draftProblems({ ...valid, request_type: 'OLD' }, { ...referenceLists, request_types });

    expect(problems).toEqual({ request_type: 'Choose the type of request.' });
  });
});

describe('fieldsOf', () => {
  it('trims, and the API takes it', () => {
    expect(submissionBody.parse(fieldsOf(valid))).toMatchObject({ requester_name: 'Maren Holt' });
  });
});

describe('messagesByField', () => {
  it('puts a pointer beside its field, as a sentence, and keeps the first', () => {
    const { fields } = messagesByField([
      { pointer: '#/requester_email', detail: 'must be an e-mail address' },
      { pointer: '#/requester_email', detail: 'second' },
    ]);

    expect(fields).toEqual({ requester_email: 'Must be an e-mail address.' });
  });

  it('leaves what is about the document to the document', () => {
    expect(messagesByField([{ pointer: '#/document/size_bytes', detail: 'is too much' }])).toEqual({
      fields: {},
      others: [],
    });
  });

  it('leaves what belongs to no field for the summary', () => {
    expect(messagesByField([{ pointer: 'header:idempotency-key', detail: 'is too long' }])).toEqual({
      fields: {},
      others: ['header:idempotency-key: is too long'],
    });
  });
});
