import Sqlite from 'better-sqlite3';
import { type Database } from './database.js';

/** More lines would say no more. */
const MAX_FAULTS = 10;

/** What SQLite finds wrong with the structure of a file, a line each; nothing where it is sound. */
export function faultsOf(db: Database): readonly string[] {
  try {
    const lines = db.all<{ readonly quick_check: string }>(`PRAGMA quick_check(${String(MAX_FAULTS)})`);
    return lines.map((line) => line.quick_check).filter((line) => line !== 'ok');
  } catch (error) {
    // Where the damage is in the schema itself, the check cannot even begin.
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_CORRUPT'))
      return [error.message];
    throw error;
  }
}
