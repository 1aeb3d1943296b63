// Several pieces of work of which none may keep another from being done.

/** Waits until all have ended, however each did. @throws what the first in the list threw that failed */
export async function allDone<T extends readonly unknown[] | []>(
  work: T,
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
