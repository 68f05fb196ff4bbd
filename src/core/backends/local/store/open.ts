import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

import Sqlite from 'better-sqlite3';

import { ownError, type WorklinkError } from '../../../errors.js';
import { quote } from '../../../text.js';
import { Database } from './database.js';
import { lastingly, pragma } from './lasting.js';
import { APPLICATION_ID, MIGRATIONS } from './schema.js';

export const IN_MEMORY = ':memory:';

/** How long one process waits for the others' writes before it gives up, in milliseconds. */
const BUSY_TIMEOUT_MS = 30_000;
/** How long to wait before a lock is tried again that SQLite does not wait for, in milliseconds. */
const RETRY_INTERVAL_MS = 10;
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/**
 * Opens a state file, making it, its folder and its tables where they are not there yet.
 *
 * @param file a path, or {@link IN_MEMORY}
 * @param options how long to wait for other processes' writes, where it is to differ from half a minute
 * @throws WorklinkError `InvalidInput` where the file is not a state file, was written by a newer worklink, or cannot
 *   be opened; `Busy` where others keep it locked
 */
export function openDatabase(file: string, { busyTimeoutMs = BUSY_TIMEOUT_MS } = {}): Database {
  try {
    if (file !== IN_MEMORY) createPrivately(file);
    const connection = lastingly(new Sqlite(file, { timeout: busyTimeoutMs }));
    try {
      prepareConnection(connection, file, busyTimeoutMs);
    } catch (error) {
      connection.close();
      throw error;
    }
    return new Database(connection);
  } catch (error) {
    throw understood(error, file);
  }
}

/** SQLite would make the file readable by everybody: it holds keys. */
function createPrivately(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
  try {
    closeSync(openSync(file, 'wx', PRIVATE_FILE));
  } catch (error) {
    if (!isErrno(error) || error.code !== 'EEXIST') throw error;
  }
}

function prepareConnection(connection: Sqlite.Database, file: string, busyTimeoutMs: number): void {
  const version = judgedVersion(connection, file);
  useWriteAheadLog(connection, busyTimeoutMs);
  pragma(connection, 'synchronous = FULL'); // an acknowledged call survives a power cut
  pragma(connection, 'foreign_keys = ON');
  if (version === MIGRATIONS.length) return;
  connection
    .transaction(() => {
      // Looked at again under the write lock: another process may have been first.
      for (const step of MIGRATIONS.slice(judgedVersion(connection, file))) connection.exec(step);
      pragma(connection, `application_id = ${String(APPLICATION_ID)}`);
      pragma(connection, `user_version = ${String(MIGRATIONS.length)}`);
    })
    .immediate();
}

/**
 * Puts a file that is new into WAL mode. Where several processes do so at once SQLite answers that it is busy without
 * waiting as its busy timeout asks, so the waiting is done here.
 */
function useWriteAheadLog(connection: Sqlite.Database, busyTimeoutMs: number): void {
  const pause = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  for (let waited = 0; ; waited += RETRY_INTERVAL_MS) {
    try {
      if (pragma(connection, 'journal_mode') !== 'wal') pragma(connection, 'journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || waited >= busyTimeoutMs) throw error;
      Atomics.wait(pause, 0, 0, RETRY_INTERVAL_MS);
    }
  }
}

/**
 * The version of a file that is ours, or empty (0). Read in one transaction: between two reads another process may make
 * the file what it is to be.
 */
function judgedVersion(connection: Sqlite.Database, file: string): number {
  const { applicationId, version, tables } = connection.transaction(() => ({
    tables: Number(lastingly(connection.prepare('SELECT count(*) FROM sqlite_schema')).pluck().get()),
    applicationId: pragma(connection, 'application_id'),
    version: Number(pragma(connection, 'user_version')),
  }))();
  const isEmpty = tables === 0 && applicationId === 0 && version === 0;
  if (applicationId !== APPLICATION_ID && !isEmpty) throw notAStateFile(file);
  if (version > MIGRATIONS.length) {
    throw ownError(
      'InvalidInput',
      `The state file ${quote(file)} was written by a newer worklink (version ${String(version)}, this one knows ${String(MIGRATIONS.length)}).`,
      { hint: 'Use that worklink, or name another file with --state.' },
    );
  }
  return version;
}

function notAStateFile(file: string, cause?: unknown): WorklinkError {
  return ownError('InvalidInput', `${quote(file)} is not a worklink state file.`, {
    hint: 'Name another file with --state; this one is left as it is.',
    cause,
  });
}

function understood(error: unknown, file: string): unknown {
  if (
    isErrno(error) &&
    ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'ENOENT', 'EEXIST'].includes(error.code)
  ) {
    return cannotOpen(file, error);
  }
  if (!(error instanceof Sqlite.SqliteError)) return error;
  if (error.code === 'SQLITE_NOTADB' || error.code.startsWith('SQLITE_CORRUPT'))
    return notAStateFile(file, error);
  if (isBusy(error)) {
    return ownError('Busy', `The state file ${quote(file)} is locked by another process.`, {
      hint: 'Wait for the other command to end, then try again.',
      cause: error,
    });
  }
  if (error.code.startsWith('SQLITE_CANTOPEN') || error.code.startsWith('SQLITE_READONLY')) {
    return cannotOpen(file, error);
  }
  return error;
}

function isBusy(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);
}

function cannotOpen(file: string, cause: Error): WorklinkError {
  return ownError(
    'InvalidInput',
    `The state file ${quote(file)} cannot be opened for writing: ${cause.message}.`,
    {
      hint: 'Name a file you may write with --state.',
      cause,
    },
  );
}

function isErrno(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'errno' in error;
}
