// Maximum lengths of texts that people write, in characters.

export const textLimits = {
  requesterName: 200,
  /** RFC 5321, 4.5.3.1. */
  email: 254,
  /** Part of an address before the @. */
  emailLocalPart: 64,
  description: 4000,
  reason: 512,
  comment: 2000,
  fileName: 200,
  /** Names of people who work on cases or change them. */
  personName: 200,
  label: 80,
  search: 200,
} as const;
