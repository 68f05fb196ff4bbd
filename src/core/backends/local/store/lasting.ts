import type Sqlite from 'better-sqlite3';

const lasting = new Set<object>();

/**
 * Keeps a connection or a statement for as long as the process lives.
 *
 * Node 24.19 and later end the process with a failed assertion (`RemoveEnvironmentCleanupHook`, `env != nullptr`) where an object of
 * better-sqlite3 12 is collected while no JavaScript runs, if that was compiled with their headers. Of the objects of the store there are few:
 * a connection with one statement for each SQL text. better-sqlite3 13 no longer has the fault, and does not run on Node 20.
 */
export function lastingly<T extends object>(it: T): T {
  lasting.add(it);
  return it;
}

/** The value a pragma answers with, if it answers. `connection.pragma` would leave its statement to be collected. */
export function pragma(connection: Sqlite.Database, source: string): unknown {
  const statement = lastingly(connection.prepare(`PRAGMA ${source}`));
  if (statement.reader) return statement.pluck().get();
  statement.run();
  return undefined;
}
