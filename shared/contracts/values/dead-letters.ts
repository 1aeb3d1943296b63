// Statuses of dead letters.

/** `redriven`: its event is pending again; `dismissed`: it needs no action. */
export const deadLetterDecisions = ['redriven', 'dismissed'] as const;

export const deadLetterStatuses = ['parked', ...deadLetterDecisions] as const;
