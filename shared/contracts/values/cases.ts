// Statuses of cases.

export const caseStatuses = ['open', 'in_progress', 'completed', 'rejected'] as const;

/** Terminal statuses. */
export const closedCaseStatuses = ['completed', 'rejected'] as const;
