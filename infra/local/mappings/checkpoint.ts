// Persists the position of a stream mapping, so that a restart continues from it with at-least-once delivery.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Sheet {
  readonly table: string;
  readonly streamArn: string;
  /** Last processed sequence number by shard. */
  readonly shards: Readonly<Record<string, string>>;
}

export class Checkpoint {
  readonly #path: string;
  readonly #table: string;
  readonly #streamArn: string;
  readonly #shards: Record<string, string>;
  #dirty = false;

  /** @param folder `checkpoints` of the data folder */
  constructor(folder: string, mapping: string, table: string, streamArn: string) {
    mkdirSync(folder, { recursive: true });
    this.#path = join(folder, `${mapping}.json`);
    this.#table = table;
    this.#streamArn = streamArn;
    const sheet = read(this.#path);
    // A stream with another ARN belongs to a recreated table: its sequence numbers start over.
    this.#shards = sheet?.streamArn === streamArn ? { ...sheet.shards } : {};
  }

  position(shard: string): string | undefined {
    return this.#shards[shard];
  }

  /**
   * @param durable `false` for records that no function received: a reread is harmless, so `flush` writes them later
   */
  advance(shard: string, sequenceNumber: string, durable: boolean): void {
    this.#shards[shard] = sequenceNumber;
    this.#dirty = true;
    if (durable) {
      this.flush();
    }
  }

  flush(): void {
    if (this.#dirty) {
      const sheet: Sheet = { table: this.#table, streamArn: this.#streamArn, shards: this.#shards };
      writeFileSync(`${this.#path}.draft`, JSON.stringify(sheet));
      renameSync(`${this.#path}.draft`, this.#path);
      this.#dirty = false;
    }
  }
}

/**
 * Returns, per table, the sequence number up to which all of its mappings have read.
 * @param mappings Names of the mappings by table; a mapping without a checkpoint has read nothing
 */
export function readUpTo(
  folder: string,
  mappings: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, number>> {
  mkdirSync(folder, { recursive: true });
  const present = new Set(readdirSync(folder));
  return Object.fromEntries(
    Object.entries(mappings).map(([table, names]) => {
      const positions = names.map((name) => {
        const sheet = present.has(`${name}.json`) ? read(join(folder, `${name}.json`)) : undefined;
        return Math.min(
          ...Object.values(sheet?.shards ?? {}).map(Number),
          sheet === undefined ? 0 : Number.MAX_SAFE_INTEGER,
        );
      });
      return [table, names.length === 0 ? 0 : Math.min(...positions)];
    }),
  );
}

function read(path: string): Sheet | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Sheet;
  } catch {
    return undefined;
  }
}
