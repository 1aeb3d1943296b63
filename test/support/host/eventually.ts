// Waits for something to become true, with a deadline; the only way in which tests of the host wait.

/**
 * Tries again until the check passes; its last error is thrown at the deadline.
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
