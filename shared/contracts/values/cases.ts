// Statuses of cases.

export const caseStatuses = ['open', 'in_progress', 'completed', 'rejected'] as const;
