// Adds validation rules of request bodies that exist as code to the schemas of the OpenAPI document.

/** Letters are named or found by a filter. */
const deadLetterSet = {
  properties: { dead_letter_ids: { uniqueItems: true } },
  oneOf: [{ required: ['dead_letter_ids'] }, { required: ['filter'] }],
};

/**
 * Rules of request bodies by operation id, merged into the schema of the body. The validation implements them as code,
 * which is stricter than JSON Schema can express.
 */
const bodyRules: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  editSubmission: { minProperties: 1 },
  // Requires the reason and at least one change.
  changeCase: { minProperties: 2 },
  changeReferenceValue: { minProperties: 2 },
  changeCaseStatuses: { properties: { operation_case_ids: { uniqueItems: true } } },
  redriveDeadLetters: deadLetterSet,
  dismissDeadLetters: deadLetterSet,
};

/** Merges `bodyRules` into the request bodies. @throws Error for a rule without an operation. */
export function withBodyRules(document: object): object {
  const missing = new Set(Object.keys(bodyRules));
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const node = value as { readonly operationId?: unknown; readonly requestBody?: { readonly content: object } };
    const rules = typeof node.operationId === 'string' ? bodyRules[node.operationId] : undefined;
    if (rules === undefined || node.requestBody === undefined) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
    }
    missing.delete(String(node.operationId));
    const content = Object.entries(node.requestBody.content).map(([type, media]: [string, { schema: object }]) => [
      type,
      { ...media, schema: laidOver(media.schema, rules) },
    ]);
    return { ...node, requestBody: { ...node.requestBody, content: Object.fromEntries(content) } };
  };
  const ruled = visit(document) as object;
  if (missing.size > 0) throw new Error(`no operation has a body for the rules of ${[...missing].join(', ')}`);
  return ruled;
}

function laidOver(schema: object, rules: object): object {
  const merged: Record<string, unknown> = { ...schema };
  for (const [key, rule] of Object.entries(rules)) {
    const own = merged[key];
    merged[key] =
      typeof rule === 'object' && typeof own === 'object' && own !== null ? laidOver(own, rule as object) : rule;
  }
  return merged;
}
