// E-mail addresses of one requester are equal except for case and surrounding white space.

/** Normalised form in which addresses are compared and hashed. */
export const comparableAddress = (email: string): string => email.trim().normalize('NFC').toLowerCase();
