// Polls until a check passes or a deadline expires; host tests wait in no other way.

/**
 * Retries until the check passes; throws its last error at the deadline.
 * @param deadlineMs @default 30000
 */
export async function eventually<T>(check: () => T | Promise<T>, deadlineMs = 30_000): Promise<T> {
  const until = performance.now() + deadlineMs;
  while (true) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > until) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
