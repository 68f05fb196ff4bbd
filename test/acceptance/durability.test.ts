import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Home } from '../support/binary.js';

/** Processes that write at the same time. */
const WRITERS = 20;

/** The names of all fleets there are. */
async function fleetNames(home: Home): Promise<string[]> {
  const fleets = await home.json(['fleet', 'list']);
  assert.ok(Array.isArray(fleets));
  return fleets.map((fleet: unknown) => {
    assert.ok(
      typeof fleet === 'object' &&
        fleet !== null &&
        'fleetName' in fleet &&
        typeof fleet.fleetName === 'string',
    );
    return fleet.fleetName;
  });
}

describe('the state file', function () {
  this.timeout(180_000);

  it(`loses nothing and fails nobody, when ${WRITERS} processes write to a new one at once`, async () => {
    await Home.with(async (home) => {
      const names = Array.from({ length: WRITERS }, (_, index) => `fleet-${index}`);
      const ended = await Promise.all(names.map((name) => home.run(['fleet', 'create', name, '--json'])));
      assert.deepEqual(
        ended.filter(({ status }) => status !== 0).map(({ stdout, stderr }) => stdout + stderr),
        [],
      );
      assert.deepEqual((await fleetNames(home)).sort(), [...names].sort());
    });
  });

  it('loses no tag of one fleet, when processes set them at once', async () => {
    await Home.with(async (home) => {
      await home.json(['fleet', 'create', 'demo']);
      const keys = Array.from({ length: 12 }, (_, index) => `key${index}`);
      const ended = await Promise.all(
        keys.map((key) => home.run(['tag', 'set', '--fleet', 'demo', `${key}=1`])),
      );
      assert.deepEqual(
        ended.filter(({ status }) => status !== 0).map(({ stdout, stderr }) => stdout + stderr),
        [],
      );
      const fleet = await home.json(['fleet', 'show', 'demo']);
      assert.ok(typeof fleet === 'object' && fleet !== null && 'tags' in fleet);
      assert.deepEqual(Object.keys(fleet.tags as object).sort(), [...keys].sort());
    });
  });

  it('holds every acknowledged call after kill -9, wherever it falls', async () => {
    await Home.with(async (home) => {
      const acknowledged: string[] = [];
      for (let round = 0; round < 3; round += 1) {
        acknowledged.push(...(await writeUntilKilled(home, round)));
      }
      assert.ok(acknowledged.length >= 9, `only ${acknowledged.length} calls were acknowledged`);
      const kept = new Set(await fleetNames(home));
      assert.deepEqual(
        acknowledged.filter((name) => !kept.has(name)),
        [],
      );
    });
  });
});

/**
 * Has several processes create fleets one after the other, and kills all of them with the acknowledgement that makes it enough: the others
 * are then anywhere in their calls. @returns the names that were acknowledged
 */
async function writeUntilKilled(home: Home, round: number): Promise<string[]> {
  const loop = `for n in $(seq 1 1000); do "${process.execPath}" "${home.binary}" fleet create "$1-$n" --json --query fleetName || exit 1; done`;
  const writers = Array.from({ length: 4 }, (_, writer) =>
    spawn('bash', ['-c', loop, 'writer', `round-${round}-${writer}`], {
      cwd: home.folder,
      env: home.environment(),
      // A group of its own, so that a shell and what it runs die together.
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  const names: string[] = [];
  const closed = writers.map((writer) => new Promise((resolve) => writer.once('close', resolve)));
  await new Promise<void>((resolve) => {
    for (const writer of writers) {
      createInterface({ input: writer.stdout }).on('line', (line) => {
        names.push(line.trim().replaceAll('"', ''));
        if (names.length >= 3 + round) resolve();
      });
    }
    void Promise.all(closed).then(() => {
      resolve();
    });
  });
  for (const { pid } of writers) {
    assert.ok(pid !== undefined, 'a writer did not start');
    process.kill(-pid, 'SIGKILL');
  }
  await Promise.all(closed);
  return names;
}
