// Statuses of canonical objects.

export const canonicalStatuses = ['active', 'in_progress', 'completed', 'rejected'] as const;
