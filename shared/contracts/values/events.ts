// Statuses of events and outcomes of their synchronisation.

export const eventStatuses = ['pending', 'completed', 'dead_lettered'] as const;
export const syncOutcomes = ['succeeded', 'skipped', 'failed'] as const;
