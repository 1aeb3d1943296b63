// How many entries the dashboard asks a list for.

/** One page of a list that people go through. */
export const listLimit = 50;

/** What one record has of something is shown in one piece; it has less than the most that a page may hold. */
export const wholeLimit = 500;
