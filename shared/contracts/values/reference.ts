// Kinds of reference data and the languages of their labels.

/** Kinds of reference data, with the names of `GET /reference`. */
export const referenceKinds = ['request_types', 'priorities', 'assigned_teams', 'intake_methods'] as const;

/** Languages of labels; `en` is required. */
export const labelLanguages = ['en', 'de', 'fr', 'es'] as const;
