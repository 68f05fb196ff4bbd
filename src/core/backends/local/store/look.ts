import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { Database } from './database.js';
import { lastingly, pragma } from './lasting.js';
import { APPLICATION_ID, MIGRATIONS } from './schema.js';

/** How long to wait for others' writes, in milliseconds: somebody waits for a key. */
const PATIENCE_MS = 200;

/**
 * Opens a state file to look at it, and never to write.
 *
 * @returns none where there is no such file, where it is of another version, or where it cannot be read
 */
export function openToLook(file: string): Database | undefined {
  if (!existsSync(file)) return undefined;
  let connection: Sqlite.Database | undefined;
  try {
    connection = lastingly(new Sqlite(file, { fileMustExist: true, timeout: PATIENCE_MS }));
    // Not opened read-only: of a file in WAL mode that nobody else has open, such a connection leaves files behind.
    pragma(connection, 'query_only = ON');
    const isOurs =
      pragma(connection, 'application_id') === APPLICATION_ID &&
      pragma(connection, 'user_version') === MIGRATIONS.length;
    if (isOurs) return new Database(connection);
  } catch {
    // What cannot be read has no names.
  }
  connection?.close();
  return undefined;
}
