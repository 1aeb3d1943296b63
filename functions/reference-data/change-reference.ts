// Changes the reference catalogue: value, history entry and count of changes in one transaction, one change at a time.
import type { Actor } from '../../shared/contracts/actor.ts';
import type {
  LabelLanguage,
  ReferenceAddition,
  ReferenceChange,
  ReferenceKind,
  ReferenceValue,
} from '../../shared/contracts/reference.ts';
import { decideAgainWhenRaced, isStale } from '../../shared/core/concurrency/races.ts';
import type { IdempotentRequest } from '../../shared/core/idempotency/idempotent-request.ts';
import type { Catalogue, CatalogueValue } from '../../shared/core/reference-data/reference-catalogue.ts';
import {
  addedValue,
  type ChangeMark,
  changedValue,
  differences,
} from '../../shared/core/reference-data/reference-change.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import type { ReferenceStore } from '../../shared/table/reference-data/reference-store.ts';
import { knownValue, shownValue } from './read-reference.ts';

export interface ChangeReferenceDeps {
  readonly reference: Pick<ReferenceStore, 'state' | 'write' | 'madeWith'>;
  readonly now: () => Date;
}

interface Request {
  readonly kind: ReferenceKind;
  readonly changedBy: Actor;
  readonly idempotency: IdempotentRequest | undefined;
  /** Language of the label in the answer. */
  readonly language: LabelLanguage;
}

export interface AddReferenceValue extends Request {
  readonly body: ReferenceAddition;
}

export interface ChangeReferenceValue extends Request {
  readonly code: string;
  readonly body: ReferenceChange;
  /** Entity tag that the client has read; undefined or `*` matches any version. */
  readonly ifMatch: string | undefined;
}

export async function addReferenceValue(input: AddReferenceValue, deps: ChangeReferenceDeps): Promise<ReferenceValue> {
  const { kind, body } = input;
  return decided(input, body.code, body.change_reason, deps, (catalogue, mark) =>
    addedValue(catalogue, kind, body, mark),
  );
}

export async function changeReferenceValue(
  input: ChangeReferenceValue,
  deps: ChangeReferenceDeps,
): Promise<ReferenceValue> {
  const { kind, code, body, ifMatch } = input;
  return decided(input, code, body.change_reason, deps, (catalogue, mark) => {
    const current = knownValue(catalogue[kind], code);
    if (isStale(ifMatch, current.version)) throw stale(current);
    return changedValue(catalogue, kind, current, body, mark);
  });
}

type Decide = (catalogue: Catalogue, mark: ChangeMark) => CatalogueValue;

/** Reads the catalogue, decides and writes; repeats when another change was faster. */
const decided = (
  request: Request,
  code: string,
  reason: string,
  deps: ChangeReferenceDeps,
  decide: Decide,
): Promise<ReferenceValue> =>
  decideAgainWhenRaced({ entity: 'reference catalogue', code: 'REFERENCE.CONTENDED' }, () =>
    attemptChange(request, code, reason, deps, decide),
  );

/** @returns undefined when another change was faster */
async function attemptChange(
  { kind, changedBy, idempotency, language }: Request,
  code: string,
  reason: string,
  deps: ChangeReferenceDeps,
  decide: Decide,
): Promise<ReferenceValue | undefined> {
  const { catalogue, changes } = await deps.reference.state();
  const at = deps.now().toISOString();
  const before = catalogue[kind].find((value) => value.code === code);
  let value: CatalogueValue;
  try {
    value = decide(catalogue, { by: changedBy.name, at });
  } catch (refusal) {
    // When an earlier call with this key did the change and its answer was lost, its result replaces the refusal.
    const answer = await madeBefore(before, idempotency, language, at, deps);
    if (answer === undefined) throw refusal;
    return answer;
  }
  if (value === before) return shownValue(value, language, at);
  const entry = {
    version: value.version,
    changed_by: changedBy.name,
    changed_at: at,
    change_reason: reason,
    changes: differences(before, value),
  };
  const outcome = await deps.reference.write({ kind, value, entry, changedBy, changes, idempotency });
  if (outcome === 'written') return shownValue(value, language, at);
  return madeBefore(before, idempotency, language, at, deps);
}

/** The current value, when an earlier request with the same key has changed it. */
async function madeBefore(
  current: CatalogueValue | undefined,
  idempotency: IdempotentRequest | undefined,
  language: LabelLanguage,
  at: string,
  deps: ChangeReferenceDeps,
): Promise<ReferenceValue | undefined> {
  const made = await deps.reference.madeWith(idempotency);
  return made === undefined || current === undefined ? undefined : shownValue(current, language, at);
}

const stale = ({ code, version }: CatalogueValue): HubError =>
  new HubError({
    kind: 'precondition-failed',
    code: 'REFERENCE.CHANGED_MEANWHILE',
    message: `${code} was changed since you read it: it is now at version ${version}`,
    details: { current_etag: `"${version}"` },
  });
