import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import Sqlite from 'better-sqlite3';

import { openLocalAccount } from '../../../src/core/backends/local/account.js';
import { openDatabase } from '../../../src/core/backends/local/store/open.js';
import { APPLICATION_ID, MIGRATIONS } from '../../../src/core/backends/local/store/schema.js';
import { openStore } from '../../../src/core/backends/local/store/store.js';
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
        isRefusal(
          'InvalidInput',
          new RegExp(
            `newer worklink \\(version ${MIGRATIONS.length + 1}, this one knows ${MIGRATIONS.length}\\)`,
          ),
        ),
      );
    }));

  for (const [index] of MIGRATIONS.entries()) {
    it(`brings a file of version ${index + 1} to this one, with what is in it`, () =>
      withTemporaryFolder((folder) => {
        const file = join(folder, 'state.db');
        const older = new Sqlite(file);
        for (const step of MIGRATIONS.slice(0, index + 1)) older.exec(step);
        older.pragma(`application_id = ${APPLICATION_ID}`);
        older.pragma(`user_version = ${index + 1}`);
        older.exec(`
          INSERT INTO vpcs (id, region) VALUES ('vpc-11111111', 'us-east-1');
          INSERT INTO subnets (id, vpc_id) VALUES ('subnet-11111111', 'vpc-11111111');
          INSERT INTO security_groups (id, vpc_id) VALUES ('sg-11111111', 'vpc-11111111');
          INSERT INTO certificate_authority (id, certificate, private_key) VALUES (1, 'certificate', 'key');
          INSERT INTO trail_events (time, event_name, record) VALUES (7, 'ListFleets', '{"awsRegion":"eu-west-1"}');
        `);
        older.close();

        const { companions, certificates, db, trail } = openStore(file);

        assert.equal(companions.vpcRegion('vpc-11111111'), 'us-east-1');
        assert.deepEqual(
          companions.subnets('vpc-11111111').map(({ id, tags, cidr }) => [id, tags, cidr]),
          [['subnet-11111111', '{}', null]],
        );
        assert.deepEqual(
          companions.securityGroups('vpc-11111111').map(({ id, outbound_rules }) => [id, outbound_rules]),
          [['sg-11111111', null]],
        );
        assert.deepEqual(
          trail
            .newest({ region: 'eu-west-1', from: 0, before: 8 }, undefined, 2)
            .map(({ event_name, time }) => [event_name, time]),
          [['ListFleets', 7]],
        );
        assert.deepEqual(certificates.authority(), { certificate: 'certificate', private_key: 'key' });
        assert.equal(db.connection.pragma('user_version', { simple: true }), MIGRATIONS.length);
        db.close();
      }));
  }

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
