// Types and statuses of documents.

/** Media types that may be uploaded, with the extensions each may have. */
export const documentTypes = {
  'text/plain': ['txt'],
  'text/csv': ['csv'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'application/pdf': ['pdf'],
} as const satisfies Record<string, readonly string[]>;

/** `pending`: declared and not verified yet. */
export const documentStatuses = ['pending', 'available', 'rejected', 'deleted'] as const;
