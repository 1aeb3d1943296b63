// Formats the API's field problems: the field and its problem. Pure.
import type { FieldError } from '../api/problem.ts';
import { handlingLabels } from './handling.ts';
import { humanise } from './labels.ts';
import { filterLabels } from './submission-filters.ts';
import { fieldLabels } from './submission-form.ts';

export interface RefusedField {
  /** Empty for a problem of the whole request. */
  readonly field: string;
  readonly detail: string;
}

/** Field labels of the forms; other names stay readable. */
const names: Readonly<Record<string, string>> = {
  ...handlingLabels,
  ...fieldLabels,
  change_reason: 'Reason',
  new_status: 'Status',
};

/** Field problems in the API's order, without those that the problem's own message repeats. */
export function refusedFields(problem: {
  readonly detail: string;
  readonly errors: readonly FieldError[];
}): readonly RefusedField[] {
  return problem.errors
    .filter(({ detail }) => !problem.detail.includes(detail))
    .map(({ pointer, detail }) => ({ field: fieldWords(pointer), detail }));
}

/** Names `#/requester_email`, `#/operation_case_ids/3`, `query:created_to` and `header:if-match` in plain words. */
export function fieldWords(pointer: string): string {
  const [place, path] = pointer.startsWith('#') ? ['body', pointer.slice(1)] : splitOnce(pointer);
  const known = place === 'query' ? { ...names, ...filterLabels } : names;
  const parts = path.split('/').filter((part) => part !== '');
  // List indexes count from 0, people count from 1.
  const words = parts.map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : nameOf(known, part)));
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join(', ');
}

function splitOnce(pointer: string): readonly [string, string] {
  const end = pointer.indexOf(':');
  return [pointer.slice(0, Math.max(0, end)), pointer.slice(end + 1)];
}

const nameOf = (known: Readonly<Record<string, string>>, part: string): string =>
  Object.hasOwn(known, part) ? (known[part] ?? part) : humanise(part.replaceAll('-', '_'));
