// Looks after the engine's SQLite file while the engine is stopped: two indexes that keep its writes fast however long
// the stream is, and removal of stream records that nobody will read again.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Streams on AWS keep records for a day. */
const retentionSeconds = 86_400;

interface Database {
  exec(sql: string): void;
  all(sql: string, values?: readonly (string | number)[]): readonly Record<string, unknown>[];
  run(sql: string, values?: readonly (string | number)[]): { readonly changes: number };
  close(): void;
}

/**
 * @param readUpTo Per table, the sequence number up to which every stream mapping has read
 * @returns a warning when the file's tables are not the expected ones, so the indexes could not be made
 * @throws Error when the file cannot be read as a database
 */
export function maintainDatabase(file: string, readUpTo: Readonly<Record<string, number>>): string | undefined {
  const { Database } = createRequire(import.meta.url)('node-sqlite3-wasm') as {
    Database: new (path: string) => Database;
  };
  let database: Database | undefined;
  try {
    database = new Database(file);
    // The file is in WAL mode and this build of SQLite has no shared memory: only an exclusive opener can read it.
    database.exec('PRAGMA locking_mode=EXCLUSIVE');
    database.all('SELECT name FROM sqlite_master');
  } catch (cause) {
    database?.close();
    throw unreadable(file, cause);
  }
  try {
    // Without them the engine scans the whole stream for each written item and for each read of the stream.
    database.exec(
      'CREATE INDEX IF NOT EXISTS x_seq ON _stream_records(table_name, CAST(sequence_number AS INTEGER));' +
        'CREATE INDEX IF NOT EXISTS x_shard ON _stream_records(table_name, shard_id, CAST(sequence_number AS INTEGER));',
    );
    trim(database, readUpTo);
    return undefined;
  } catch (error) {
    return `the engine's file looks different than expected, going on without stream indexes: ${(error as Error).message}`;
  } finally {
    database.close();
  }
}

/** `true` when the engine has to run once before `maintainDatabase`, to make its tables. */
export function isNewDatabase(file: string): boolean {
  return !existsSync(file);
}

/**
 * What every mapping of a table has read goes; of a table that nobody reads, what is older than a day. What has not been read
 * stays however old it is: whether it is too old is for its mapping to say. The newest record of a table stays as well: the
 * engine counts on from its number.
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
