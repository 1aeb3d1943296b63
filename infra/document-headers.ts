// What every answer with a document's bytes says to a browser, wherever it comes from.

/** Nothing that a document holds runs, loads or is framed. */
export const documentPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Headers that an upload link is signed with and that a page therefore sends. */
export const uploadHeaders = ['content-type', 'x-amz-checksum-sha256'] as const;

/** How long a browser may keep the answer to a preflight, in seconds. */
export const preflightSeconds = 3600;
