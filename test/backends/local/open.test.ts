import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import Sqlite from 'better-sqlite3';

import { openLocalAccount } from '../../../src/core/backends/local/account.js';
import { openDatabase } from '../../../src/core/backends/local/store/open.js';
import { MIGRATIONS } from '../../../src/core/backends/local/store/schema.js';
import { WorklinkError } from '../../../src/core/errors.js';
import { FakeClock, withAccount, withTemporaryFolder } from '../../support/account.js';

const PERMISSIONS = 0o777;
const WORKER = new URL('open-worker.ts', import.meta.url).href;

function isRefusal(code: string, message: RegExp) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof WorklinkError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}

describe('opening a state file', () => {
  it('makes the file and its folders for their owner alone', () =>
    withTemporaryFolder((folder) => {
      const file = join(folder, 'a', 'b', 'state.db');

      openDatabase(file).close();

      assert.equal(statSync(file).mode & PERMISSIONS, 0o600);
      assert.equal(statSync(join(folder, 'a', 'b')).mode & PERMISSIONS, 0o700);
    }));

  it('keeps what each call acknowledged: write-ahead log, full synchronisation, foreign keys', () =>
    withTemporaryFolder((folder) => {
      const { connection } = openDatabase(join(folder, 'state.db'));

      assert.equal(connection.pragma('journal_mode', { simple: true }), 'wal');
      assert.equal(connection.pragma('synchronous', { simple: true }), 2);
      assert.equal(connection.pragma('foreign_keys', { simple: true }), 1);
      connection.close();
    }));

  it('finds the same account again', () =>
    withAccount(({ account, clock, file }) => {
      const again = openLocalAccount({ file, clock });

      assert.deepEqual(again.administrator(), account.administrator());
      again.close();
    }));

  it('keeps an account in memory alone where asked', () => {
    const account = openLocalAccount({ file: ':memory:', clock: new FakeClock() });

    assert.equal(account.accountId, '123456789012');
    account.close();
  });

  it('refuses a file of a newer version, and leaves it as it is', () =>
    withTemporaryFolder((folder) => {
      const file = join(folder, 'state.db');
      openDatabase(file).close();
      const newer = new Sqlite(file);
      newer.pragma(`user_version = ${MIGRATIONS.length + 1}`);
      newer.close();

      assert.throws(
        () => openDatabase(file),
        isRefusal('InvalidInput', /newer worklink \(version 2, this one knows 1\)/),
      );
    }));

  it('refuses a database of somebody else’s', () =>
    withTemporaryFolder((folder) => {
      const file = join(folder, 'other.db');
      const other = new Sqlite(file);
      other.exec('CREATE TABLE notes (text TEXT)');
      other.close();

      assert.throws(() => openDatabase(file), isRefusal('InvalidInput', /not a worklink state file/));
    }));

  it('refuses a file that is no database', () =>
    withTemporaryFolder((folder) => {
      const file = join(folder, 'notes.txt');
      writeFileSync(file, 'Remember the milk. '.repeat(100));

      assert.throws(() => openDatabase(file), isRefusal('InvalidInput', /not a worklink state file/));
    }));

  it('refuses a folder, and a file in the place of a folder', () =>
    withTemporaryFolder((folder) => {
      mkdirSync(join(folder, 'state.db'));
      writeFileSync(join(folder, 'file'), '');

      assert.throws(
        () => openDatabase(join(folder, 'state.db')),
        isRefusal('InvalidInput', /cannot be opened/),
      );
      assert.throws(
        () => openDatabase(join(folder, 'file', 'state.db')),
        isRefusal('InvalidInput', /cannot be opened/),
      );
    }));

  it('says so when another process keeps the file locked', () =>
    withTemporaryFolder((folder) => {
      const file = join(folder, 'state.db');
      const other = new Sqlite(file);
      other.exec('BEGIN EXCLUSIVE');

      assert.throws(
        () => openDatabase(file, { busyTimeoutMs: 1 }),
        isRefusal('Busy', /locked by another process/),
      );
      other.close();
    }));

  it('takes an empty file that is there already', () =>
    withTemporaryFolder((folder) => {
      const file = join(folder, 'state.db');
      writeFileSync(file, '');
      chmodSync(file, 0o600);

      openDatabase(file).close();

      assert.ok(statSync(file).size > 0);
    }));

  it('made by several at the same moment is one file for all of them', () =>
    withTemporaryFolder(async (folder) => {
      const workers = 4;
      const files = Array.from({ length: 40 }, (_, index) => join(folder, `${index}.db`));
      const arrivals = new Int32Array(new SharedArrayBuffer(files.length * Int32Array.BYTES_PER_ELEMENT));

      const failures = await Promise.all(
        Array.from({ length: workers }, async () => {
          // A worker inherits no loader: it registers its own before it loads what it is.
          const source = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(WORKER)}); });`;
          const worker = new Worker(source, { eval: true, workerData: { files, workers, arrivals } });
          const [failed] = (await once(worker, 'message')) as [string[]];
          return failed;
        }),
      );

      assert.deepEqual(failures.flat(), []);
    })).timeout(60_000);
});
