// What the API refuses about single fields, in words for a person: which field, and what is wrong with it. Pure.
import type { FieldError } from '../api/problem.ts';
import { handlingLabels } from './handling.ts';
import { humanise } from './labels.ts';
import { filterLabels } from './record-filters.ts';
import { fieldLabels } from './submission-form.ts';

export interface RefusedField {
  /** Empty when the whole is meant. */
  readonly field: string;
  readonly detail: string;
}

/** Names as the forms have them; what no form has stays readable. */
const names: Readonly<Record<string, string>> = {
  ...handlingLabels,
  ...fieldLabels,
  change_reason: 'Reason',
  new_status: 'Status',
};

/** Each refusal in the order of the API; what stands in the words of the problem already is not said twice. */
export function refusedFields(problem: {
  readonly detail: string;
  readonly errors: readonly FieldError[];
}): readonly RefusedField[] {
  return problem.errors
    .filter(({ detail }) => !problem.detail.includes(detail))
    .map(({ pointer, detail }) => ({ field: fieldWords(pointer), detail }));
}

/** `#/requester_email`, `#/operation_case_ids/3`, `query:created_to` and `header:if-match` as people would name them. */
export function fieldWords(pointer: string): string {
  const [place, path] = pointer.startsWith('#') ? ['body', pointer.slice(1)] : splitOnce(pointer);
  const known = place === 'query' ? { ...names, ...filterLabels } : names;
  const parts = path.split('/').filter((part) => part !== '');
  // Places in a list count from 0, people from 1.
  const words = parts.map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : nameOf(known, part)));
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join(', ');
}

function splitOnce(pointer: string): readonly [string, string] {
  const end = pointer.indexOf(':');
  return [pointer.slice(0, Math.max(0, end)), pointer.slice(end + 1)];
}

const nameOf = (known: Readonly<Record<string, string>>, part: string): string =>
  Object.hasOwn(known, part) ? (known[part] ?? part) : humanise(part.replaceAll('-', '_'));
