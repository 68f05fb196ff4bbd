import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { finished, Home } from '../support/binary.js';

/** Calls that the local service makes together. */
const TOGETHER = 250;

/** A file of one fleet with many domains, and a certificate for all of them. */
async function prepare(home: Home, count: number): Promise<string> {
  await home.json(['certificate', 'request', '*.example.com']);
  const [certificate] = (await home.json(['certificate', 'list'])) as { certificateArn: string }[];
  await home.json(['certificate', 'validate', certificate?.certificateArn ?? '']);
  const domains = Array.from({ length: count }, (_, index) => ({
    name: `site-${String(index)}.example.com`,
  }));
  return home.file('fleet.json', JSON.stringify({ version: 1, fleets: [{ name: 'many', domains }] }));
}

function domainsIn(home: Home): number {
  const db = new Sqlite(join(home.folder, '.local/share/worklink/emulator.db'), { readonly: true });
  try {
    return Number(db.prepare('SELECT count(*) FROM domains').pluck().get());
  } finally {
    db.close();
  }
}

/** Resolves once a few domains are there. */
async function begun(home: Home): Promise<void> {
  for (let looks = 0; looks < 3_000; looks += 1) {
    if (domainsIn(home) > 0) return;
    await sleep(5);
  }
  throw new Error('apply did not begin');
}

async function completes(home: Home, count: number, rows: number): Promise<void> {
  const again = (await home.json(['apply', 'fleet.json', '--yes'])) as { result: string }[];
  assert.equal(again.length, rows);
  assert.ok(again.every(({ result }) => result === 'done'));
  assert.equal(domainsIn(home), count);
  const third = await home.run(['apply', 'fleet.json']);
  assert.equal(third.status, 0, third.stderr);
  assert.match(third.stderr, /Nothing to change\./);
}

describe('an apply that is cut off', function () {
  this.timeout(180_000);

  it('by kill -9, has kept what the service kept, whole batches, and goes on from there', async () => {
    await Home.with(async (home) => {
      const count = 8_000;
      await prepare(home, count);
      const child = home.start(['apply', 'fleet.json', '--yes']);
      const ended = finished(child);
      await begun(home);
      child.kill('SIGKILL');
      assert.equal((await ended).signal, 'SIGKILL');
      const kept = domainsIn(home);
      assert.ok(kept > 0 && kept < count, `${String(kept)} domains were there`);
      assert.equal(kept % TOGETHER, 0);
      await completes(home, count, count - kept);
    });
  });

  it('by Ctrl-C, ends what is under way, says what was not begun, exits 130, and goes on from there', async () => {
    await Home.with(async (home) => {
      const count = 2_000;
      await prepare(home, count);
      await home.json(['emulator', 'fault', 'add', '--operation', 'AssociateDomain', '--latency', '4ms']);
      const child = home.start(['apply', 'fleet.json', '--yes', '--json']);
      const ended = finished(child);
      await begun(home);
      child.kill('SIGINT');
      const { status, stdout, stderr } = await ended;
      assert.equal(status, 130, stderr);
      const rows = JSON.parse(stdout) as { kind: string; result: string }[];
      const made = rows.filter(({ kind, result }) => kind === 'domain' && result === 'done').length;
      assert.equal(made, domainsIn(home));
      assert.equal(rows.filter(({ result }) => result === 'notBegun').length, count - made);
      assert.match(stderr, /Interrupted: \d+ of 2001 changes were not begun, 0 failed\./);
      assert.match(stderr, /again: worklink apply fleet\.json --yes --json/);
      await home.json(['emulator', 'fault', 'clear']);
      await completes(home, count, count - made);
    });
  });
});

describe('an apply at an endpoint', function () {
  this.timeout(180_000);

  it('makes a fleet call by call, waits, and changes nothing the second time', async () => {
    await Home.with(async (home) => {
      await prepare(home, 40);
      const started = await home.shell('worklink emulator start --detach --port 0');
      assert.equal(started.status, 0, started.stderr);
      try {
        const there = 'worklink apply fleet.json --backend aws --companions local';
        const line = `eval "$(worklink emulator env)" && ${there}`;
        const first = await home.shell(`${line} --yes --wait --concurrency 8 --json`);
        assert.equal(first.status, 0, first.stderr);
        const rows = JSON.parse(first.stdout) as { result: string }[];
        assert.equal(rows.filter(({ result }) => result === 'done').length, 41);
        const second = await home.shell(line);
        assert.deepEqual([second.status, second.stdout], [0, '']);
        assert.match(second.stderr, /Nothing to change\./);
        const pruned = await home.shell(
          `eval "$(worklink emulator env)" && worklink diff fleet.json --backend aws --companions local --exit-code`,
        );
        assert.equal(pruned.status, 0, pruned.stderr);
      } finally {
        await home.shell('worklink emulator stop');
      }
    });
  });
});
