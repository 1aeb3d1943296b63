// Statuses of submissions and of their service requests.

/** `withdrawn`: cancelled before sync processed it; it has no case. */
export const submissionStatuses = ['received', 'withdrawn'] as const;
export const requestLifecycleStatuses = ['submitted', 'withdrawn'] as const;
