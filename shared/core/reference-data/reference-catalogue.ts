// The reference catalogue: built-in values with an administrator's changes on top, and the values that a submission may
// name at an instant. Retired values stay in it, so that submissions that name them keep their labels.
import { builtInReference, type ReferenceKind, type ReferenceValue } from '../../contracts/reference.ts';
import { referenceKinds } from '../../contracts/values/reference.ts';
import type { FieldProblem } from '../../errors/hub-error.ts';

/** A value of the catalogue; `status` and `label` depend on the time and the language of a request. */
export type CatalogueValue = Omit<ReferenceValue, 'label' | 'labels' | 'status'> & {
  readonly labels: Readonly<Record<string, string>>;
};

export type Catalogue = Readonly<Record<ReferenceKind, readonly CatalogueValue[]>>;

/** A value that an administrator has added or changed; it replaces the built-in value of the same code. */
export interface ChangedValue {
  readonly kind: ReferenceKind;
  readonly value: CatalogueValue;
}

export const builtInCatalogue: Catalogue = perKind((kind) =>
  builtInReference[kind].map(({ code, labels, targetHours }, index) => ({
    code,
    labels,
    sort_order: (index + 1) * 10,
    target_hours: targetHours ?? null,
    valid_from: null,
    valid_to: null,
    version: 0,
    changed_by: null,
    changed_at: null,
  })),
);

/** The built-in values with these changes on top, in display order. */
export function catalogueOf(changes: readonly ChangedValue[]): Catalogue {
  return perKind((kind) => {
    const values = new Map(builtInCatalogue[kind].map((value) => [value.code, value]));
    for (const change of changes) if (change.kind === kind) values.set(change.value.code, change.value);
    return [...values.values()].sort((a, b) => a.sort_order - b.sort_order || (a.code < b.code ? -1 : 1));
  });
}

function perKind<T>(of: (kind: ReferenceKind) => T): Readonly<Record<ReferenceKind, T>> {
  return Object.fromEntries(referenceKinds.map((kind) => [kind, of(kind)])) as Record<ReferenceKind, T>;
}

/** @param at ISO 8601 instant. A value is valid from `valid_from` until before `valid_to`. */
export function statusAt(
  { valid_from, valid_to }: Pick<CatalogueValue, 'valid_from' | 'valid_to'>,
  at: string,
): ReferenceValue['status'] {
  const now = Date.parse(at);
  if (valid_to !== null && Date.parse(valid_to) <= now) return 'retired';
  if (valid_from !== null && Date.parse(valid_from) > now) return 'scheduled';
  return 'active';
}

/** Values of a kind that new submissions may name at this instant. */
export function usableValues(catalogue: Catalogue, kind: ReferenceKind, at: string): readonly CatalogueValue[] {
  return catalogue[kind].filter((value) => statusAt(value, at) === 'active');
}

/** Fields of submissions and cases that hold codes, with the kind of each. */
export const kindOfField = {
  request_type: 'request_types',
  priority: 'priorities',
  assigned_team: 'assigned_teams',
  intake_method: 'intake_methods',
} as const satisfies Readonly<Record<string, ReferenceKind>>;
export type CodedField = keyof typeof kindOfField;
export const codedFields = Object.keys(kindOfField) as readonly CodedField[];

/** Refused codes at this instant, each with the allowed ones; empty when all codes are allowed. */
export function refusals(
  fields: Readonly<Partial<Record<CodedField, string>>>,
  catalogue: Catalogue,
  at: string,
): readonly FieldProblem[] {
  return codedFields.flatMap((field) => {
    const code = fields[field];
    const kind = kindOfField[field];
    if (code === undefined) return [];
    const usable = usableValues(catalogue, kind, at).map((value) => value.code);
    if (usable.includes(code)) return [];
    const known = catalogue[kind].find((value) => value.code === code);
    const why = known === undefined ? '' : `is ${statusAt(known, at)} and cannot be chosen; `;
    return [{ pointer: `#/${field}`, detail: `${why}must be one of: ${usable.join(', ')}` }];
  });
}
