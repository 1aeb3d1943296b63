// Collects the cleanup steps of started parts and runs them in reverse order, with a grace period or at once.

type Step = (deadlineMs: number) => Promise<void>;

export class Undo {
  readonly #steps: { readonly name: string; readonly run: Step }[] = [];
  #ending: Promise<void> | undefined;

  /** @param run Receives the grace period in milliseconds; 0 means at once */
  add(name: string, run: Step): void {
    this.#steps.push({ name, run });
  }

  /** True once the cleanup has begun. */
  get done(): boolean {
    return this.#ending !== undefined;
  }

  /** Each step may take the whole grace period; a failed step does not prevent the others. */
  async stop(deadlineMs: number): Promise<void> {
    this.#ending ??= this.#run(deadlineMs);
    await this.#ending;
  }

  async kill(): Promise<void> {
    this.#ending ??= this.#run(0);
    await this.#ending;
  }

  async #run(deadlineMs: number): Promise<void> {
    for (const { run } of this.#steps.splice(0).reverse()) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        // One second more than the grace period of the step.
        timer = setTimeout(resolve, deadlineMs + 1000);
      });
      await Promise.race([run(deadlineMs).catch(() => undefined), late]);
      clearTimeout(timer);
    }
  }
}
