import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Workplace } from '../../support/cli.js';
import { signIn, withSales } from '../devices/prepared.js';
import { errorOf } from '../domain/prepared.js';

const DAYS_MS = 86_400_000;
const signOut = (...words: readonly string[]): string[] => ['users', 'sign-out', '-f', 'sales', ...words];

/** Alice with two devices, one of them two months old, and bob with one. */
function withUsers(body: (place: Workplace) => Promise<void>): Promise<void> {
  return withSales(async (place) => {
    await signIn(place, 'alice', 'phone-1', '--model', 'iPhone X');
    await signIn(place, 'carol', 'phone-0');
    place.clock.advance(60 * DAYS_MS);
    await signIn(place, 'bob', 'phone-2');
    await signIn(place, 'alice', 'phone-3');
    await body(place);
  });
}

async function statuses(place: Workplace): Promise<Record<string, string>> {
  const rows = (await place.json(['devices', 'list', '-f', 'sales'])) as Record<string, string>[];
  return Object.fromEntries(rows.map(({ deviceId = '', status = '' }) => [deviceId, status]));
}

describe('worklink users list', () => {
  it('given devices, then derives their users, with their devices and when they were seen', () =>
    withUsers(async (place) => {
      await place.succeed(['emulator', 'device', 'sign-out', 'phone-1', '-f', 'sales']);
      assert.deepEqual(await place.json(['users', 'list', '-f', 'sales']), [
        {
          username: 'alice',
          deviceCount: 2,
          activeDeviceCount: 1,
          lastAccessedTime: '2026-03-02T00:00:02.000Z',
        },
        {
          username: 'bob',
          deviceCount: 1,
          activeDeviceCount: 1,
          lastAccessedTime: '2026-03-02T00:00:02.000Z',
        },
        {
          username: 'carol',
          deviceCount: 1,
          activeDeviceCount: 1,
          lastAccessedTime: '2026-01-01T00:00:02.000Z',
        },
      ]);
    }));

  for (const [words, expected] of [
    [['--not-seen-since', '30d'], ['carol']],
    [['--model', 'iphone x'], ['alice']],
    [['--status', 'SIGNED_OUT'], []],
    [
      ['--sort-by', 'deviceCount:desc'],
      ['alice', 'bob', 'carol'],
    ],
    [
      ['--sort-by', 'lastAccessedTime'],
      ['carol', 'alice', 'bob'],
    ],
  ] as const) {
    it(`given ${words.join(' ')}, then lists ${expected.join(', ') || 'none'}`, () =>
      withUsers(async (place) => {
        const rows = (await place.json(['users', 'list', '-f', 'sales', ...words])) as { username: string }[];
        assert.deepEqual(
          rows.map(({ username }) => username),
          expected,
        );
      }));
  }

  it('given --max-items, then says where to go on, and goes on there', () =>
    withUsers(async (place) => {
      const first = await place.run(['users', 'list', '-f', 'sales', '--max-items', '1', '-o', 'text']);
      assert.match(first.stdout, /^alice\t/);
      const [, token = ''] = /--starting-token (\S+)/.exec(first.stderr) ?? [];
      const rest = ['users', 'list', '-f', 'sales', '--starting-token', token, '--page-size', '1'];
      const names = (await place.json(rest)) as { username: string }[];
      assert.deepEqual(
        names.map(({ username }) => username),
        ['bob', 'carol'],
      );
      assert.equal((await place.run(['users', 'list', '-f', 'sales', '--starting-token', 'x'])).code, 3);
      assert.equal((await place.run([...rest, '--sort-by', 'username'])).code, 2);
      assert.equal((await place.run(['users', 'list', '-f', 'sales', '--max-items', '0'])).code, 2);
    }));

  it('given none, then is [] and says so to a person; a wrong sort, exits 2', () =>
    withSales(async (place) => {
      assert.equal(await place.succeed(['users', 'list', '-f', 'sales', '--json']), '[]\n');
      assert.match((await place.run(['users', 'list', '-f', 'sales'])).stderr, /^Fleet sales has no users\./);
      assert.equal((await place.run(['users', 'list', '-f', 'sales', '--sort-by', 'model'])).code, 2);
    }));
});

describe('worklink users show', () => {
  it('given a user, then shows the devices', () =>
    withUsers(async (place) => {
      const text = await place.succeed(['users', 'show', 'alice', '-f', 'sales']);
      assert.match(text, /^Devices: +2$/m);
      assert.match(text, /^Device: +phone-1 ACTIVE iPhone X\n +phone-3 ACTIVE$/m);
      const user = (await place.json(['users', 'show', 'alice', '-f', 'sales'])) as { devices: object[] };
      assert.equal(user.devices.length, 2);
    }));

  it('given a sign-out, then says that it is pending until it took effect', () =>
    withUsers(async (place) => {
      const show = ['users', 'show', 'alice', '-f', 'sales'];
      assert.ok(!('signOutStatus' in ((await place.json(show)) as object)));
      await place.succeed(signOut('alice'));
      const pending = (await place.json(show)) as Record<string, unknown>;
      assert.equal(pending['signOutStatus'], 'PENDING');
      assert.equal(pending['signOutDueTime'], '2026-03-02T00:01:02.000Z');
      assert.match(await place.succeed(show), /^Sign-out: +PENDING$/m);
      await place.succeed(['emulator', 'clock', 'advance', '1h']);
      assert.ok(!('signOutStatus' in ((await place.json(show)) as object)));
    }));

  it('given one who is not there, then exits 5 with names near it', () =>
    withUsers(async (place) => {
      const missing = await place.run(['users', 'show', 'alic', '-f', 'sales', '--json']);
      assert.equal(missing.code, 5);
      assert.match(errorOf(missing).hint ?? '', /Did you mean alice\?/);
    }));
});

describe('worklink users sign-out', () => {
  it('given a user, then it is PENDING, and all devices are signed out within the hour', () =>
    withUsers(async (place) => {
      const { stdout, stderr, code } = await place.run(signOut('alice', '--json'));
      assert.equal(code, 0);
      assert.deepEqual(JSON.parse(stdout), [
        { username: 'alice', result: 'signed out', signOutStatus: 'PENDING' },
      ]);
      assert.match(stderr, /may take up to 1 hour/);
      assert.equal((await statuses(place))['phone-1'], 'ACTIVE');
      assert.match(
        await place.succeed([
          'emulator',
          'device',
          'list',
          '-f',
          'sales',
          '--columns',
          'deviceId,signOutDueTime',
        ]),
        /^phone-1 +2026-03-02T00:01:02\.000Z$/m,
      );
      await place.succeed(['emulator', 'clock', 'advance', '1h']);
      assert.deepEqual(await statuses(place), {
        'phone-0': 'ACTIVE',
        'phone-1': 'SIGNED_OUT',
        'phone-2': 'ACTIVE',
        'phone-3': 'SIGNED_OUT',
      });
    }));

  it('given --wait, then waits until it has taken effect, for all of them at once', () =>
    withUsers(async (place) => {
      const begun = place.clock.now().getTime();
      const rows = await place.json(signOut('alice', 'bob', 'carol', '--wait', '--concurrency', '1'));
      assert.deepEqual(
        rows,
        ['alice', 'bob', 'carol'].map((username) => ({
          username,
          result: 'signed out',
          signOutStatus: 'SIGNED_OUT',
        })),
      );
      assert.ok(place.clock.now().getTime() - begun < 65_000, 'one after another would take three minutes');
      assert.deepEqual(new Set(Object.values(await statuses(place))), new Set(['SIGNED_OUT']));
    }));

  it('given --wait and less time than it takes, then exits 8 and says that it goes on', () =>
    withUsers(async (place) => {
      const run = await place.run(signOut('alice', '--wait', '--timeout', '10s', '--json'));
      assert.equal(run.code, 8);
      assert.equal(errorOf(run).code, 'WaitTimedOut');
      const many = await place.run(signOut('alice', 'bob', '--wait', '--timeout', '10s', '--json'));
      assert.equal(many.code, 8);
      const rows = JSON.parse(many.stdout) as Record<string, unknown>[];
      assert.deepEqual(
        rows.map(({ username, result, signOutStatus }) => ({ username, result, signOutStatus })),
        ['alice', 'bob'].map((username) => ({ username, result: 'failed', signOutStatus: 'PENDING' })),
      );
      assert.match(many.stderr, /worklink users list/, 'signing out again would be wrong');
    }));

  it('given a list of users, then signs out each once, and says how to go on with those that failed', () =>
    withUsers(async (place) => {
      await writeFile(join(place.folder, 'users.csv'), 'user name,why\nbob,lost\nnobody,left\nbob,again\n');
      const run = await place.run(signOut('--from', 'users.csv'));
      assert.equal(run.code, 5);
      assert.match(run.stderr, /Left out a user named twice\./);
      assert.match(run.stderr, /1 of 2 users failed\./);
      assert.match(run.stderr, /worklink users sign-out nobody --fleet sales$/m);
      const piped = await place.json(signOut('-'), { stdin: 'alice # lost\n\ncarol\n' });
      assert.equal((piped as object[]).length, 2);
    }));

  it('given the list that users list writes, then reads it', () =>
    withUsers(async (place) => {
      const stdin = await place.succeed(['users', 'list', '-f', 'sales', '-o', 'csv']);
      assert.equal(((await place.json(signOut('--from', '-'), { stdin })) as object[]).length, 3);
    }));

  it('given a filter, then shows whom it chose, and asks', () =>
    withUsers(async (place) => {
      const chosen = signOut('--not-seen-since', '30d');
      const alone = await place.run(chosen);
      assert.equal(alone.code, 4);
      assert.match(alone.stderr, /Chosen: carol\n.*Sign 1 user of fleet sales out\?.*\n.*--yes/s);
      const declined = await place.run(chosen, { terminal: true, answers: ['n\r'] });
      assert.equal(declined.code, 4);
      const agreed = await place.run(chosen, { terminal: true, answers: ['y\r'] });
      assert.equal(agreed.code, 0, agreed.stderr);
      assert.match(agreed.stdout, /^carol +signed out +PENDING/m);
      const all = (await place.json(signOut('--status', 'ACTIVE', '--yes'))) as object[];
      assert.equal(all.length, 3);
    }));

  it('given a filter that chooses nobody, then does nothing and asks nothing', () =>
    withUsers(async (place) => {
      const run = await place.run(signOut('--not-seen-since', '90d'));
      assert.equal(run.code, 0);
      assert.equal(run.stderr, 'There was nothing to do.\n');
    }));

  it('given --dry-run, then prints the calls, finds who is not there, and changes nothing', () =>
    withUsers(async (place) => {
      const run = await place.run(signOut('alice', 'nobody', '--dry-run', '--json'));
      assert.equal(run.code, 5);
      const { calls } = JSON.parse(run.stdout) as { calls: unknown };
      assert.deepEqual(calls, [
        {
          operation: 'SignOutUser',
          input: { FleetArn: 'arn:aws:worklink::123456789012:fleet/sales', Username: 'alice' },
        },
      ]);
      await place.succeed(signOut('--status', 'ACTIVE', '--dry-run'));
      await place.succeed(['emulator', 'clock', 'advance', '1h']);
      assert.deepEqual(new Set(Object.values(await statuses(place))), new Set(['ACTIVE']));
    }));

  it('given users in two ways, none, a name that is too long or no fleet, then is refused', () =>
    withUsers(async (place) => {
      assert.equal((await place.run(signOut('alice', '--status', 'ACTIVE'))).code, 2);
      assert.equal((await place.run(signOut('alice', '--from', 'users.csv'))).code, 2);
      assert.equal((await place.run(signOut())).code, 2);
      assert.equal((await place.run(signOut('--from', 'missing.csv'))).code, 5);
      assert.equal((await place.run(signOut('x'.repeat(257)))).code, 3);
      assert.equal((await place.run(['users', 'sign-out', 'alice', '-f', 'sale'])).code, 5);
    }));
});
