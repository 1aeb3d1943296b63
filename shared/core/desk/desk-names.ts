// Names of the desks: all that counting their open items takes. The definitions, which have schemas, add the rest.

export const deadLetterList = { name: 'DEADLETTERS', open: 'parked' } as const;
