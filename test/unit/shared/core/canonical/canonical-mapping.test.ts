import { describe, expect, it } from 'vitest';
import { builtInReference } from '../../../../../shared/contracts/reference.ts';
import { canonicalKindOf, canonicalStatusOf } from '../../../../../shared/core/canonical/canonical-mapping.ts';

describe('canonicalStatusOf', () => {
  it.each([
    ['open', 'active'],
    ['in_progress', 'in_progress'],
    ['completed', 'completed'],
    ['rejected', 'rejected'],
  ] as const)('shows a case that is %s as %s', (status, canonical) => {
    expect(canonicalStatusOf(status)).toBe(canonical);
  });
});

describe('canonicalKindOf', () => {
  it('has a category of its own for every built-in request type', () => {
    const categories = builtInReference.request_types.map((type) => canonicalKindOf(type.code).canonicalCategory);

    expect(new Set(categories).size).toBe(builtInReference.request_types.length);
    expect(categories).not.toContain('general');
  });

  it('files a type it does not know under general', () => {
    expect(canonicalKindOf('constructor').canonicalCategory).toBe('general');
    expect(canonicalKindOf('SOMETHING_OLD')).toEqual({ objectType: 'service_request', canonicalCategory: 'general' });
  });
});
