// Request headers of changes, as structured fields.

/** The value is a structured-field string in quotes. */
export const idempotency = (key: string) => ({ 'idempotency-key': `"${key}"` });

/** Makes the change conditional on this version; the entity tag is the version in quotes. */
export const ifVersion = (version: number) => ({ 'if-match': `"${version}"` });
