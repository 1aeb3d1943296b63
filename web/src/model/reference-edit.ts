// Forms for reference values: validation, changes, and the effect of dates. Pure.
import type {
  LabelLanguage,
  Labels,
  ReferenceAddition,
  ReferenceChange,
  ReferenceKind,
  ReferenceValue,
} from '../../../shared/contracts/reference.ts';
import { referenceKinds } from '../../../shared/contracts/values/reference.ts';
import { fromLocalInput, toLocalInput } from './due.ts';
import { lineProblem } from './reason.ts';

interface KindWords {
  readonly many: string;
  readonly one: string;
  readonly lead: string;
}

export const kindWords: Readonly<Record<ReferenceKind, KindWords>> = {
  request_types: { many: 'Request types', one: 'request type', lead: 'The possible subjects of a request.' },
  priorities: {
    many: 'Priorities',
    one: 'priority',
    lead: 'The urgency of a request, which sets the due date of its case.',
  },
  assigned_teams: { many: 'Teams', one: 'team', lead: 'The teams that handle requests.' },
  intake_methods: { many: 'Intake methods', one: 'intake method', lead: 'The ways in which requests reach the hub.' },
};

/** Parses the kind in the address; an unknown one shows the first kind. */
export function parseKind(query: string): ReferenceKind {
  const asked = new URLSearchParams(query).get('kind');
  return referenceKinds.find((kind) => kind === asked) ?? 'request_types';
}

export const languages = [
  { language: 'en', words: 'English' },
  { language: 'de', words: 'German' },
  { language: 'fr', words: 'French' },
  { language: 'es', words: 'Spanish' },
] as const satisfies readonly { readonly language: LabelLanguage; readonly words: string }[];

/** Values of the fields; an empty field means absent. Times are in the person's time zone. */
export type ValueDraft = {
  readonly code: string;
  readonly en: string;
  readonly de: string;
  readonly fr: string;
  readonly es: string;
  readonly sort_order: string;
  readonly target_hours: string;
  readonly valid_from: string;
  readonly valid_to: string;
};
export type ValueField = keyof ValueDraft;
export type ValueMessages = Readonly<Partial<Record<ValueField, string>>>;

export const emptyValue: ValueDraft = {
  code: '',
  en: '',
  de: '',
  fr: '',
  es: '',
  sort_order: '',
  target_hours: '',
  valid_from: '',
  valid_to: '',
};

export const valueDraftOf = (value: ReferenceValue): ValueDraft => ({
  code: value.code,
  en: value.labels['en'] ?? value.label,
  de: value.labels['de'] ?? '',
  fr: value.labels['fr'] ?? '',
  es: value.labels['es'] ?? '',
  sort_order: String(value.sort_order),
  target_hours: value.target_hours === null ? '' : String(value.target_hours),
  valid_from: toLocalInput(value.valid_from),
  valid_to: toLocalInput(value.valid_to),
});

const codePattern = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const maxLabelLength = 80;

/** Validates a draft by field; empty when valid. */
export function valueProblems(draft: ValueDraft, kind: ReferenceKind, known: readonly string[]): ValueMessages {
  const found: readonly (readonly [ValueField, string | null])[] = [
    ['code', codeProblem(draft.code.trim(), known)],
    ...languages.map(({ language }) => [language, labelProblem(draft[language], language)] as const),
    ['sort_order', wholeProblem(draft.sort_order)],
    ['target_hours', kind === 'priorities' ? hoursProblem(draft.target_hours) : null],
    ['valid_to', orderProblem(draft.valid_from, draft.valid_to)],
  ];
  return Object.fromEntries(found.filter(([, message]) => message !== null));
}

function codeProblem(code: string, known: readonly string[]): string | null {
  if (code === '') return 'Enter a code. The API uses it, and it never changes.';
  if (!codePattern.test(code)) return 'A letter, then up to 63 letters, digits or underscores.';
  return known.includes(code) ? 'There is a value with this code already.' : null;
}

function labelProblem(label: string, language: LabelLanguage): string | null {
  if (label.trim() === '')
    return language === 'en' ? 'Enter the English label. It replaces missing translations.' : null;
  return lineProblem(label, maxLabelLength, '');
}

function wholeProblem(text: string): string | null {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isInteger(value) && value >= 0 && value <= 9999 ? null : 'A whole number from 0 to 9,999.';
}

function hoursProblem(text: string): string | null {
  const value = Number(text);
  return text.trim() !== '' && value >= 0.01 && value <= 8760 ? null : 'Hours from 0.01 to 8,760.';
}

const orderProblem = (from: string, to: string): string | null =>
  from !== '' && to !== '' && to <= from ? 'The end has to be after the beginning.' : null;

const labelsOf = (draft: ValueDraft): Labels => {
  const given = languages.flatMap(({ language }) => {
    const label = draft[language].trim();
    return label === '' ? [] : [[language, label] as const];
  });
  return Object.fromEntries(given) as Labels;
};

const numberOf = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));

/** Call it only when `valueProblems` is empty. */
export function additionOf(draft: ValueDraft, kind: ReferenceKind, reason: string): ReferenceAddition {
  const sortOrder = numberOf(draft.sort_order);
  const targetHours = kind === 'priorities' ? numberOf(draft.target_hours) : undefined;
  const from = fromLocalInput(draft.valid_from);
  const to = fromLocalInput(draft.valid_to);
  return {
    code: draft.code.trim(),
    labels: labelsOf(draft),
    ...(sortOrder === undefined ? {} : { sort_order: sortOrder }),
    ...(targetHours === undefined ? {} : { target_hours: targetHours }),
    ...(from === null ? {} : { valid_from: from }),
    ...(to === null ? {} : { valid_to: to }),
    change_reason: reason.trim(),
  };
}

export type ValueChanges = Omit<ReferenceChange, 'change_reason'>;

/** Changes against the current value; empty without any. */
export function valueChanges(base: ValueDraft, draft: ValueDraft): ValueChanges {
  const differs = (field: ValueField) => draft[field].trim() !== base[field];
  const sortOrder = numberOf(draft.sort_order);
  const targetHours = numberOf(draft.target_hours);
  return {
    ...(languages.some(({ language }) => differs(language)) ? { labels: labelsOf(draft) } : {}),
    ...(differs('sort_order') && sortOrder !== undefined ? { sort_order: sortOrder } : {}),
    ...(differs('target_hours') && targetHours !== undefined ? { target_hours: targetHours } : {}),
    ...(differs('valid_from') ? { valid_from: fromLocalInput(draft.valid_from) } : {}),
    ...(differs('valid_to') ? { valid_to: fromLocalInput(draft.valid_to) } : {}),
  };
}

/** Assigns the API's refusals to the fields. */
export function refusedFields(errors: readonly { readonly pointer: string; readonly detail: string }[]): ValueMessages {
  return Object.fromEntries(
    errors.flatMap(({ pointer, detail }) => {
      const name = pointer.replace(/^#\/(labels\/)?/, '');
      return name in emptyValue ? [[name, detail]] : [];
    }),
  );
}
