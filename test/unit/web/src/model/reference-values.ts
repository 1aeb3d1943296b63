// The built-in reference data as the API shows it.
import {
  builtInReference,
  type ReferenceKind,
  type ReferenceValue,
} from '../../../../../shared/contracts/reference.ts';
import { referenceKinds } from '../../../../../shared/contracts/values/reference.ts';
import type { ReferenceLists } from '../../../../../web/src/model/submission-form.ts';

export function referenceValueOf(kind: ReferenceKind, code: string): ReferenceValue {
  const builtIn = builtInReference[kind].find((value) => value.code === code);
  return {
    code,
    label: builtIn?.labels.en ?? code,
    labels: { ...(builtIn?.labels ?? { en: code }) },
    sort_order: 0,
    target_hours: builtIn?.targetHours ?? null,
    valid_from: null,
    valid_to: null,
    status: 'active',
    version: 0,
    changed_by: null,
    changed_at: null,
  };
}

export const referenceLists = Object.fromEntries(
  referenceKinds.map((kind) => [kind, builtInReference[kind].map(({ code }) => referenceValueOf(kind, code))]),
) as unknown as ReferenceLists;
