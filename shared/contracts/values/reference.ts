// Kinds of reference data and the languages of their labels.

/** Kinds of reference data, named as `GET /reference` names them. */
export const referenceKinds = ['request_types', 'priorities', 'assigned_teams', 'intake_methods'] as const;

/** Languages that labels may be given in; `en` is always there. */
export const labelLanguages = ['en', 'de', 'fr', 'es'] as const;
