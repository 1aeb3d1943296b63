// Reads files that the bundler puts beside a handler and caches each on first use, which keeps cold starts short.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

export interface BundledFile {
  readonly content: string;
  /** Opaque strong entity tag: it changes with the content. */
  readonly etag: string;
}

/** Returns undefined for a missing file. Names come from a fixed list, never from a request. */
export type ReadBundledFile = (name: string) => Promise<BundledFile | undefined>;

/** @param base URL of the handler's own file, `import.meta.url`. */
export function bundledFiles(base: string): ReadBundledFile {
  const kept = new Map<string, Promise<BundledFile | undefined>>();
  return (name) => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const read = load(new URL(name, base));
    kept.set(name, read);
    return read;
  };
}

async function load(file: URL): Promise<BundledFile | undefined> {
  try {
    const content = await readFile(file, 'utf8');
    return { content, etag: createHash('sha256').update(content).digest('hex').slice(0, 32) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
