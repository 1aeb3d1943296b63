// Waits for several promises without abandoning any: one failure does not leave the others running unobserved.

/** Resolves after every promise has settled. @throws the first rejection in list order */
export async function waitForAll<T extends readonly unknown[] | []>(
  work: T,
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
