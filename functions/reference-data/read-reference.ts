// Reads the reference catalogue, one kind, one value, and the history of a value.
import type { Page, PageQuery } from '../../shared/contracts/page.ts';
import type {
  LabelLanguage,
  ReferenceData,
  ReferenceHistoryEntry,
  ReferenceKind,
  ReferenceValue,
} from '../../shared/contracts/reference.ts';
import { referenceKinds } from '../../shared/contracts/values/reference.ts';
import { readPage } from '../../shared/core/lists/paging.ts';
import { withheldText } from '../../shared/core/personal-data/mask-personal-data.ts';
import { type CatalogueValue, statusAt } from '../../shared/core/reference-data/reference-catalogue.ts';
import { notFound } from '../../shared/errors/not-found.ts';
import type { Cursors } from '../../shared/table/engine/cursor.ts';
import type { ReferenceStore } from '../../shared/table/reference-data/reference-store.ts';

export interface ReadReferenceDeps {
  readonly reference: Pick<ReferenceStore, 'catalogue' | 'history'>;
  readonly cursors: Cursors;
  readonly now: () => Date;
}

export interface Wanted {
  /** `active`: values that new submissions may name now; `all`: also scheduled and retired values. */
  readonly include: 'active' | 'all';
  readonly language: LabelLanguage;
}

export async function readReference(wanted: Wanted, deps: ReadReferenceDeps): Promise<ReferenceData> {
  const catalogue = await deps.reference.catalogue();
  const at = deps.now().toISOString();
  const shown = referenceKinds.map((kind) => [kind, shownValues(catalogue[kind], wanted, at)] as const);
  return Object.fromEntries(shown) as ReferenceData;
}

/** The values of one kind, in display order. */
export async function readKind(
  input: { readonly kind: ReferenceKind; readonly query: Pick<PageQuery, 'limit' | 'cursor'> } & Wanted,
  deps: ReadReferenceDeps,
): Promise<Page<ReferenceValue>> {
  const { kind, query, ...wanted } = input;
  const values = (await deps.reference.catalogue())[kind];
  return readPage(`reference ${kind} ${wanted.include}`, query, deps.cursors, async (limit, after) => {
    const behind = values.slice(values.findIndex(({ code }) => code === after) + 1);
    const shown = shownValues(behind, wanted, deps.now().toISOString());
    const items = shown.slice(0, limit);
    return { items, next: shown.length > limit ? items.at(-1)?.code : undefined };
  });
}

/** @throws HubError `REFERENCE_VALUE.NOT_FOUND` */
export async function readValue(
  input: { readonly kind: ReferenceKind; readonly code: string; readonly language: LabelLanguage },
  deps: ReadReferenceDeps,
): Promise<ReferenceValue> {
  const values = (await deps.reference.catalogue())[input.kind];
  return shownValue(knownValue(values, input.code), input.language, deps.now().toISOString());
}

/** Reasons are free text that may name people, so they are withheld from callers who may not read personal data. */
export async function readHistory(
  input: {
    readonly kind: ReferenceKind;
    readonly code: string;
    readonly query: PageQuery;
    readonly unmasked: boolean;
  },
  deps: ReadReferenceDeps,
): Promise<Page<ReferenceHistoryEntry>> {
  const { kind, code, query, unmasked } = input;
  knownValue((await deps.reference.catalogue())[kind], code);
  return readPage(`reference-history ${kind} ${code}`, query, deps.cursors, async (limit, after) => {
    const { items, next } = await deps.reference.history(kind, code, limit, after);
    return { items: unmasked ? items : items.map((entry) => ({ ...entry, change_reason: withheldText })), next };
  });
}

/** @throws HubError `REFERENCE_VALUE.NOT_FOUND` */
export function knownValue(values: readonly CatalogueValue[], code: string): CatalogueValue {
  const value = values.find((candidate) => candidate.code === code);
  if (value === undefined) throw notFound('reference value', code);
  return value;
}

export function shownValue(value: CatalogueValue, language: LabelLanguage, at: string): ReferenceValue {
  const { labels } = value;
  const label = labels[language] ?? labels['en'] ?? value.code;
  return { ...value, labels: { ...labels }, label, status: statusAt(value, at) };
}

function shownValues(values: readonly CatalogueValue[], { include, language }: Wanted, at: string): ReferenceValue[] {
  const shown = values.map((value) => shownValue(value, language, at));
  return include === 'all' ? shown : shown.filter(({ status }) => status === 'active');
}
