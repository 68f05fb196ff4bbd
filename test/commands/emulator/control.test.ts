import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Workplace } from '../../support/cli.js';
import { startForeground } from './server-harness.js';

describe('worklink emulator status', () => {
  it('says that nothing runs, and makes nothing', () =>
    Workplace.with(async (workplace) => {
      const state = join(workplace.folder, 'data', 'emulator.db');
      assert.deepEqual(await workplace.json(['emulator', 'status']), [{ running: false, state }]);
      assert.equal(existsSync(state), false);
    }));

  it('tells where the server is', () =>
    Workplace.with(async (workplace) => {
      const server = await startForeground(workplace);
      const [status] = (await workplace.json(['emulator', 'status'])) as Record<string, unknown>[];
      assert.deepEqual(
        [status?.['running'], status?.['url'], status?.['pid']],
        [true, server.url, process.pid],
      );
      await server.stop();
    }));
});

describe('worklink emulator stop', () => {
  it('finds nothing to stop where nothing runs', () =>
    Workplace.with(async (workplace) => {
      const { code, stderr } = await workplace.run(['emulator', 'stop']);
      assert.equal(code, 5);
      assert.match(stderr, /No emulator runs on/);
    }));

  it('says what it would stop', () =>
    Workplace.with(async (workplace) => {
      const server = await startForeground(workplace);
      const said = await workplace.succeed(['emulator', 'stop', '--dry-run']);
      assert.ok(said.includes(server.url), said);
      assert.equal((await fetch(`${server.url}/_worklink/health`)).status, 200);
      await server.stop();
    }));
});

describe('worklink emulator reset', () => {
  async function fleets(workplace: Workplace): Promise<number> {
    return ((await workplace.json(['fleet', 'list'])) as unknown[]).length;
  }

  it('deletes everything but the keys, once that is wanted', () =>
    Workplace.with(async (workplace) => {
      await workplace.succeed(['fleet', 'create', 'sales']);
      const before = await workplace.json(['emulator', 'env']);
      const { code, stderr } = await workplace.run(['emulator', 'reset']);
      assert.equal(code, 4);
      assert.match(stderr, /--yes/);
      await workplace.succeed(['emulator', 'reset', '--dry-run']);
      assert.equal(await fleets(workplace), 1);
      await workplace.succeed(['emulator', 'reset', '--yes']);
      assert.equal(await fleets(workplace), 0);
      assert.deepEqual(await workplace.json(['emulator', 'env']), before);
    }));

  it('asks at a terminal, and leaves everything where the answer is no', () =>
    Workplace.with(async (workplace) => {
      await workplace.succeed(['fleet', 'create', 'sales']);
      const no = await workplace.run(['emulator', 'reset'], { terminal: true, answers: ['n\n'] });
      assert.equal(no.code, 4);
      assert.equal(await fleets(workplace), 1);
      const yes = await workplace.run(['emulator', 'reset'], { terminal: true, answers: ['y\n'] });
      assert.equal(yes.code, 0);
      assert.equal(await fleets(workplace), 0);
    }));
});

describe('worklink emulator env', () => {
  it('points at the server that runs', () =>
    Workplace.with(async (workplace) => {
      const server = await startForeground(workplace);
      const { stdout, stderr } = await workplace.run(['emulator', 'env', '--region', 'eu-west-1']);
      assert.equal(stderr, '');
      assert.ok(stdout.includes(`export AWS_ENDPOINT_URL_WORKLINK='${server.url}'\n`), stdout);
      assert.ok(stdout.includes("export AWS_REGION='eu-west-1'\n"), stdout);
      assert.match(stdout, /^export AWS_ACCESS_KEY_ID='AKIA[A-Z2-7]{16}'$/m);
      assert.match(stdout, /^export AWS_SECRET_ACCESS_KEY='[^']{40}'$/m);
      assert.match(stdout, /^unset AWS_SESSION_TOKEN$/m);
      await server.stop();
    }));

  it('says where nothing runs yet, besides the variables', () =>
    Workplace.with(async (workplace) => {
      const { stdout, stderr } = await workplace.run(['emulator', 'env', '--format', 'dotenv']);
      assert.match(stdout, /^AWS_ENDPOINT_URL_WORKLINK=http:\/\/127\.0\.0\.1:4580$/m);
      assert.match(stderr, /worklink emulator start/);
    }));
});

describe('worklink emulator clock', () => {
  it('goes forward, to a moment, and back to the machine\u2019s', () =>
    Workplace.with(async (workplace) => {
      const machine = workplace.clock.now();
      const shown = async (...argv: readonly string[]): Promise<readonly [string, number]> => {
        const clock = (await workplace.json(['emulator', 'clock', ...argv])) as {
          now: string;
          offsetMs: number;
        };
        return [clock.now, clock.offsetMs];
      };
      assert.deepEqual(await shown('show'), [machine.toISOString(), 0]);
      const later = new Date(machine.getTime() + 5_400_000).toISOString();
      assert.deepEqual(await shown('advance', '1h30m'), [later, 5_400_000]);
      assert.deepEqual(await shown('show'), [later, 5_400_000]);
      assert.equal((await shown('set', '2030-01-31T13:00:00+01:00'))[0], '2030-01-31T12:00:00.000Z');
      assert.equal((await shown('set', '2001-02-03'))[0], '2001-02-03T00:00:00.000Z');
      assert.match(
        await workplace.succeed(['emulator', 'clock', 'advance', 'PT1S']),
        /behind the machine's\.$/m,
      );
      assert.deepEqual(await shown('reset'), [machine.toISOString(), 0]);
    }));

  it('changes nothing in a dry run', () =>
    Workplace.with(async (workplace) => {
      for (const argv of [['advance', '1h'], ['set', '2030-01-31'], ['reset']]) {
        await workplace.succeed(['emulator', 'clock', ...argv, '--dry-run']);
      }
      const { offsetMs } = (await workplace.json(['emulator', 'clock', 'show'])) as { offsetMs: number };
      assert.equal(offsetMs, 0);
    }));

  for (const argv of [
    ['advance'],
    ['advance', 'soon'],
    ['advance', '-1h'],
    ['set'],
    ['set', 'yesterday'],
    ['set', '2030-02-30'],
    ['set', '2030-01-31T12:00:00'],
  ]) {
    it(`refuses ${argv.join(' ')}`, () =>
      Workplace.with(async (workplace) => {
        assert.equal((await workplace.run(['emulator', 'clock', ...argv])).code, 2);
      }));
  }
});

describe('worklink emulator fault', () => {
  it('is added, listed, strikes as often as it says, and is gone', () =>
    Workplace.with(async (workplace) => {
      const added = (await workplace.json([
        ...['emulator', 'fault', 'add', '--operation', 'ListFleets'],
        ...['--error', 'TooManyRequestsException', '--count', '1', '--latency', '250ms'],
      ])) as Record<string, unknown>;
      const { id, ...rest } = added;
      assert.deepEqual(rest, {
        operation: 'ListFleets',
        error: 'TooManyRequestsException',
        latencyMs: 250,
        remaining: 1,
      });
      assert.equal(typeof id, 'string');
      assert.deepEqual(await workplace.json(['emulator', 'fault', 'list']), [added]);
      assert.equal((await workplace.run(['fleet', 'list'])).code, 7);
      assert.deepEqual(workplace.clock.slept, [250]);
      assert.equal((await workplace.run(['fleet', 'list'])).code, 0);
      assert.deepEqual(await workplace.json(['emulator', 'fault', 'list']), []);
    }));

  it('is cleared by its id, or all are', () =>
    Workplace.with(async (workplace) => {
      const add = async (): Promise<string> => {
        const argv = ['emulator', 'fault', 'add', '--error', 'UnauthorizedException', '--rate', '25%'];
        return ((await workplace.json(argv)) as { id: string }).id;
      };
      const [first, second] = [await add(), await add(), await add()];
      assert.deepEqual(await workplace.json(['emulator', 'fault', 'clear', first]), { cleared: 1 });
      assert.equal((await workplace.run(['emulator', 'fault', 'clear', first])).code, 5);
      assert.equal((await workplace.run(['emulator', 'fault', 'clear', first, '--dry-run'])).code, 5);
      await workplace.succeed(['emulator', 'fault', 'clear', second, '--dry-run']);
      assert.match(await workplace.succeed(['emulator', 'fault', 'clear', '--dry-run']), /2 faults/);
      assert.match(await workplace.succeed(['emulator', 'fault', 'clear']), /2 faults/);
      assert.match(await workplace.succeed(['emulator', 'fault', 'clear']), /0 faults/);
    }));

  it('says what it would add, and adds nothing', () =>
    Workplace.with(async (workplace) => {
      const argv = [
        '--operation',
        'CreateFleet',
        '--latency',
        '1m',
        '--rate',
        '0.5',
        '--count',
        '3',
        '--dry-run',
      ];
      const said = await workplace.succeed(['emulator', 'fault', 'add', ...argv]);
      assert.equal(said, 'Would add a fault: 50% of CreateFleet calls take 1m longer, 3 times.\n');
      assert.deepEqual(await workplace.json(['emulator', 'fault', 'list']), []);
    }));

  for (const [argv, hint] of [
    [[], /--error or --latency/],
    [['--operation', 'CreateFlet', '--latency', '1s'], /Did you mean CreateFleet\?/],
    [['--error', 'TooManyRequests'], /Did you mean TooManyRequestsException\?/],
    [['--error', 'Nonsense'], /InternalServerErrorException/],
    [['--latency', 'long'], /duration/],
    [['--latency', '1s', '--rate', '0'], /share/],
    [['--latency', '1s', '--rate', '1.01'], /share/],
    [['--latency', '1s', '--rate', '101%'], /share/],
    [['--latency', '1s', '--count', '0'], /count/],
  ] as const) {
    it(`refuses ${argv.length === 0 ? 'nothing at all' : argv.join(' ')}`, () =>
      Workplace.with(async (workplace) => {
        const { code, stderr } = await workplace.run(['emulator', 'fault', 'add', ...argv]);
        assert.equal(code, 2);
        assert.match(stderr, hint);
      }));
  }
});
