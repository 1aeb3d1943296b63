// Orders of lists; `-` is descending.

/** Newest first is the default. */
export const acceptanceOrders = ['-created_at', 'created_at'] as const;

/** `due_at` lists open cases only, the earliest due date first. */
export const caseOrders = [...acceptanceOrders, 'due_at'] as const;
