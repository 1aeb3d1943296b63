// Request headers of changes, as structured fields.

/** The header's value is a structured-field string, hence the quotes. */
export const idempotency = (key: string) => ({ 'idempotency-key': `"${key}"` });

/** Lets a change pass only while the thing still has this version; its entity tag is the version in quotes. */
export const ifVersion = (version: number) => ({ 'if-match': `"${version}"` });
