// Maintains the engine's SQLite file while the engine is stopped: adds two indexes that keep writes fast on a long
// stream, and deletes stream records that every mapping has read.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** DynamoDB keeps stream records for 24 hours. */
const retentionSeconds = 86_400;

interface Database {
  exec(sql: string): void;
  all(sql: string, values?: readonly (string | number)[]): readonly Record<string, unknown>[];
  run(sql: string, values?: readonly (string | number)[]): { readonly changes: number };
  close(): void;
}

/**
 * @param readUpTo Per table, the sequence number up to which every stream mapping has read
 * @returns a warning when the file has an unexpected schema and the indexes cannot be created
 * @throws Error when the file is not a readable database
 */
export function maintainDatabase(file: string, readUpTo: Readonly<Record<string, number>>): string | undefined {
  const { Database } = createRequire(import.meta.url)('node-sqlite3-wasm') as {
    Database: new (path: string) => Database;
  };
  let database: Database | undefined;
  try {
    database = new Database(file);
    // The file is in WAL mode and this SQLite build has no shared memory, so only an exclusive connection can read it.
    database.exec('PRAGMA locking_mode=EXCLUSIVE');
    database.all('SELECT name FROM sqlite_master');
  } catch (cause) {
    database?.close();
    throw unreadable(file, cause);
  }
  try {
    // Without these indexes the engine scans the whole stream for each written item and each stream read.
    database.exec(
      'CREATE INDEX IF NOT EXISTS x_seq ON _stream_records(table_name, CAST(sequence_number AS INTEGER));' +
        'CREATE INDEX IF NOT EXISTS x_shard ON _stream_records(table_name, shard_id, CAST(sequence_number AS INTEGER));',
    );
    trim(database, readUpTo);
    return undefined;
  } catch (error) {
    return `the engine's file has an unexpected schema; continuing without stream indexes: ${(error as Error).message}`;
  } finally {
    database.close();
  }
}

/** `true` when the engine has to run once before `maintainDatabase`, to create its tables. */
export function isNewDatabase(file: string): boolean {
  return !existsSync(file);
}

/**
 * Deletes the stream records that every mapping of a table has read; for a table without mappings, those older than a
 * day. It keeps unread records of any age, because their mapping decides about their age. It also keeps the newest
 * record of a table, because the engine continues from its sequence number.
 */
function trim(database: Database, readUpTo: Readonly<Record<string, number>>): void {
  const tables = database.all(
    'SELECT table_name AS name, MAX(CAST(sequence_number AS INTEGER)) AS last FROM _stream_records GROUP BY table_name',
  );
  for (const { name, last } of tables) {
    const read = readUpTo[String(name)];
    const [done, limit] =
      read === undefined
        ? ['created_at < ?', Math.floor(Date.now() / 1000) - retentionSeconds]
        : ['CAST(sequence_number AS INTEGER) <= ?', read];
    database.run(
      `DELETE FROM _stream_records WHERE table_name = ? AND CAST(sequence_number AS INTEGER) < ? AND ${done}`,
      [String(name), Number(last), limit],
    );
  }
}

function unreadable(file: string, cause: unknown): Error {
  return new Error(
    `cannot read ${file}: it is not a working database (${(cause as Error).message}); move the data folder away, or start over with npm run reset or --fresh`,
    { cause },
  );
}
