// Response headers of document bytes, on every way to a browser.

/** Prevents a document from executing, loading anything or being framed. */
export const documentPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Headers that an upload link signs and the page has to send. */
export const uploadHeaders = ['content-type', 'x-amz-checksum-sha256'] as const;

/** Time for which a browser may cache the preflight answer, in seconds. */
export const preflightSeconds = 3600;
