// What records are filtered and counted by.
import { caseStatuses } from './cases.ts';

/** What a record's status may be: its case's, or what it is without one. */
export const recordStatuses = ['received', ...caseStatuses, 'withdrawn'] as const;

/** Width of a bar of the activity chart. */
export const activityIntervals = ['hour', 'day'] as const;
