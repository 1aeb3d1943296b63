// Page sizes of the console's list requests.

/** One page of a list that people page through. */
export const listLimit = 50;

/** For lists of one submission, which the console shows without paging; they are always shorter than the maximum. */
export const wholeLimit = 500;
