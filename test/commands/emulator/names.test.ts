import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Workplace } from '../../support/cli.js';
import { SdkWorkLink } from '../../contract/sdk-work-link.js';
import { startForeground } from './server-harness.js';

function stateOf(workplace: Workplace, name: string): string {
  return join(workplace.folder, 'data', 'emulators', name, 'emulator.db');
}

type Row = Readonly<Record<string, unknown>>;

describe('emulators side by side', () => {
  it('keep a state each, in a folder of their own', () =>
    Workplace.with(async (workplace) => {
      const first = await startForeground(workplace, '--name', 'first');
      const second = await startForeground(workplace, '--name', 'second');
      await workplace.succeed(['fleet', 'create', 'sales', '--state', stateOf(workplace, 'first')]);
      for (const [name, url, fleets] of [
        ['first', first.url, 1],
        ['second', second.url, 0],
      ] as const) {
        const variables = (await workplace.json(['emulator', 'env', '--name', name])) as Record<
          string,
          string
        >;
        assert.equal(variables['AWS_ENDPOINT_URL_WORKLINK'], url);
        const exported = (await workplace.json(['emulator', 'export', '--name', name])) as {
          fleets?: unknown[];
        };
        assert.equal(exported.fleets?.length ?? 0, fleets);
        assert.equal(statSync(join(workplace.folder, 'data', 'emulators', name)).mode & 0o777, 0o700);
      }
      await workplace.succeed(['emulator', 'clock', 'advance', '1h', '--name', 'first']);
      const clock = async (...argv: readonly string[]): Promise<unknown> =>
        ((await workplace.json(['emulator', 'clock', 'show', ...argv])) as Row)['offsetMs'];
      assert.deepEqual(
        [await clock('--name', 'first'), await clock('--name', 'second'), await clock()],
        [3_600_000, 0, 0],
      );
      await workplace.succeed(['emulator', 'reset', '--yes', '--name', 'first']);
      assert.equal(await clock('--name', 'first'), 0);
      await first.stop();
      await second.stop();
    }));

  it('are listed while they run, after the one without a name', () =>
    Workplace.with(async (workplace) => {
      const names = async (...argv: readonly string[]): Promise<unknown[]> =>
        ((await workplace.json(['emulator', 'status', ...argv])) as Row[]).map(({ name = '-', running }) => [
          name,
          running,
        ]);
      const first = await startForeground(workplace, '--name', 'first');
      const second = await startForeground(workplace, '--name', 'second', '--in-memory');
      const own = await startForeground(workplace);
      assert.deepEqual(await names(), [
        ['-', true],
        ['first', true],
        ['second', true],
      ]);
      await own.stop();
      await first.stop();
      assert.deepEqual(await names(), [
        ['-', false],
        ['second', true],
      ]);
      assert.deepEqual(await names('--name', 'first'), [['first', false]]);
      assert.deepEqual(await names('--name', 'second'), [['second', true]]);
      assert.deepEqual(await names('--state', 'trial.db'), [['-', false]]);
      await second.stop();
    }));

  it('are listed without the one that does not answer, of which is told', () =>
    Workplace.with(async (workplace) => {
      const silent = createServer().listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const { port } = silent.address() as AddressInfo;
      mkdirSync(join(workplace.folder, 'data', 'emulators', 'stuck'), { recursive: true });
      writeFileSync(
        `${stateOf(workplace, 'stuck')}.server.json`,
        JSON.stringify({
          ...{ instanceId: 'a', pid: process.pid, url: `http://127.0.0.1:${String(port)}` },
          ...{ version: '0', startedTime: new Date().toISOString() },
        }),
      );
      const { code, stdout, stderr } = await workplace.run(['emulator', 'status', '--json']);
      assert.deepEqual([code, (JSON.parse(stdout) as unknown[]).length], [0, 1]);
      assert.match(stderr, /does not answer/);
      silent.close();
    }));

  it('are not started twice under a name, and stopped by it', () =>
    Workplace.with(async (workplace) => {
      const server = await startForeground(workplace, '--name', 'first');
      const { code, stderr } = await workplace.run(['emulator', 'start', '--port', '0', '--name', 'first']);
      assert.equal(code, 6);
      assert.ok(stderr.includes(server.url));
      assert.ok(
        (await workplace.succeed(['emulator', 'stop', '--name', 'first', '--dry-run'])).includes(server.url),
      );
      await server.stop();
      assert.equal((await workplace.run(['emulator', 'stop', '--name', 'first'])).code, 5);
    }));

  for (const name of ['', 'A', '../up', 'a/b', '-a', 'a-', '.', 'a'.repeat(64), 'ä']) {
    it(`have no name such as '${name}'`, () =>
      Workplace.with(async (workplace) => {
        assert.equal((await workplace.run(['emulator', 'status', '--name', name])).code, 2);
      }));
  }

  it('are meant by a name or by a state file, whichever was typed, and not by both', () =>
    Workplace.with(async (workplace) => {
      const state = async (
        argv: readonly string[],
        env: Readonly<Record<string, string>>,
      ): Promise<unknown> => {
        const stdout = await workplace.succeed(['emulator', 'status', '--json', ...argv], { env });
        return (JSON.parse(stdout) as Row[])[0]?.['state'];
      };
      const trial = join(workplace.folder, 'trial.db');
      assert.equal(await state([], { WORKLINK_NAME: 'a' }), stateOf(workplace, 'a'));
      assert.equal(await state(['--name', 'b'], { WORKLINK_STATE: 'trial.db' }), stateOf(workplace, 'b'));
      assert.equal(await state(['--state', 'trial.db'], { WORKLINK_NAME: 'a' }), trial);
      const both = await workplace.run(['emulator', 'status', '--name', 'a', '--state', 'trial.db']);
      assert.equal(both.code, 2);
    }));
});

describe('an emulator in memory', () => {
  it('serves its clients with what env says, and leaves no state behind', () =>
    Workplace.with(async (workplace) => {
      const server = await startForeground(workplace, '--in-memory');
      const variables = (await workplace.json(['emulator', 'env'])) as Record<string, string>;
      const workLink = new SdkWorkLink({
        endpoint: variables['AWS_ENDPOINT_URL_WORKLINK'] ?? '',
        region: variables['AWS_REGION'] ?? '',
        credentials: {
          accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
          secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
        },
        now: workplace.clock.now(),
      });
      await workLink.call('CreateFleet', { FleetName: 'sales' });
      assert.equal((await workLink.call('ListFleets', {})).FleetSummaryList?.length, 1);
      workLink.close();
      const file = join(workplace.folder, 'data', 'emulator.db.server.json');
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.ok(readFileSync(file, 'utf8').includes('"inMemory":true'));
      const status = await workplace.succeed(['emulator', 'status', '--json']);
      assert.equal(status.includes(variables['AWS_SECRET_ACCESS_KEY'] ?? 'none'), false);
      await server.stop();
      assert.equal(existsSync(file), false);
      assert.equal(existsSync(join(workplace.folder, 'data', 'emulator.db')), false);
    }));

  it('is out of reach for what works on a state file, and that is said', () =>
    Workplace.with(async (workplace) => {
      const server = await startForeground(workplace, '--in-memory', '--name', 'quick');
      for (const argv of [
        ['clock', 'show'],
        ['clock', 'advance', '1h'],
        ['fault', 'list'],
        ['fault', 'add', '--latency', '1s'],
        ['reset', '--yes'],
        ['seed', '--sample'],
        ['export'],
      ]) {
        const { code, stderr } = await workplace.run(['emulator', ...argv, '--name', 'quick']);
        assert.equal(code, 7, argv.join(' '));
        assert.match(stderr, /keeps its state in memory/);
      }
      assert.equal(existsSync(stateOf(workplace, 'quick')), false);
      await server.stop();
      await workplace.succeed(['emulator', 'clock', 'show', '--name', 'quick']);
    }));

  it('has no state file', () =>
    Workplace.with(async (workplace) => {
      const { code, stderr } = await workplace.run([
        'emulator',
        'start',
        '--in-memory',
        '--state',
        'trial.db',
      ]);
      assert.equal(code, 2);
      assert.match(stderr, /--in-memory/);
    }));
});
