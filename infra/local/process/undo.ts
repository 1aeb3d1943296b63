// Remembers how to end what was started, and does it backwards: with patience, or at once.

type Step = (deadlineMs: number) => Promise<void>;

export class Undo {
  readonly #steps: { readonly name: string; readonly run: Step }[] = [];
  #ending: Promise<void> | undefined;

  /** @param run Gets the milliseconds that running work may take; 0 means at once */
  add(name: string, run: Step): void {
    this.#steps.push({ name, run });
  }

  /** The end has begun. */
  get done(): boolean {
    return this.#ending !== undefined;
  }

  /** Each step may take the deadline; one that fails does not keep the others from running. */
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
        // A second more than the step itself was given to end its work.
        timer = setTimeout(resolve, deadlineMs + 1000);
      });
      await Promise.race([run(deadlineMs).catch(() => undefined), late]);
      clearTimeout(timer);
    }
  }
}
