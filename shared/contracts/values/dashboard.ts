// Statuses of submissions in the dashboard, and intervals of the activity.
import { caseStatuses } from './cases.ts';

/** The status of the case, or of the submission when it has no case. */
export const rowStatuses = ['received', ...caseStatuses, 'withdrawn'] as const;

/** Interval of one bar of the activity chart. */
export const activityIntervals = ['hour', 'day'] as const;

/** Characters of a description that rows hold. */
export const excerptCharacters = 120;
