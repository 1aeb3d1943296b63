// When two e-mail addresses are of one requester: written the same, but for upper and lower case and white space around.

/** The form that addresses are compared and hashed in. */
export const comparableAddress = (email: string): string => email.trim().normalize('NFC').toLowerCase();
