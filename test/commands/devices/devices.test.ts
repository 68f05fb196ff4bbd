import assert from 'node:assert/strict';
import { errorOf } from '../domain/prepared.js';
import { signIn, withSales } from './prepared.js';

const DAYS_MS = 86_400_000;
const list = (...words: readonly string[]): string[] => ['devices', 'list', '-f', 'sales', ...words];

/** Three devices of two users, two months, one month and a moment ago in touch. */
function withThree(body: Parameters<typeof withSales>[0]): Promise<void> {
  return withSales(async (place) => {
    await signIn(place, 'alice', 'phone-1', '--manufacturer', 'Apple', '--model', 'iPhone X');
    place.clock.advance(30 * DAYS_MS);
    await signIn(
      place,
      'bob',
      'phone-2',
      '--manufacturer',
      'Google',
      '--os',
      'Android',
      '--patch-level',
      '7',
    );
    await place.succeed(['emulator', 'device', 'sign-out', 'phone-2', '-f', 'sales']);
    place.clock.advance(30 * DAYS_MS);
    await signIn(place, 'alice', 'phone-3', '--manufacturer', 'apple');
    await body(place);
  });
}

describe('worklink devices list', () => {
  it('given devices, then shows the guide’s columns', () =>
    withThree(async (place) => {
      const lines = (await place.succeed(list())).split('\n');

      assert.match(lines[0] ?? '', /^DEVICE ID +STATUS +MANUFACTURER +MODEL +USER +ENROLLED +LAST SYNC$/);
      assert.match(
        lines[1] ?? '',
        /^phone-1 +ACTIVE +Apple +iPhone X +alice +2026-01-01T\S+ +2026-01-01T\S+$/,
      );
      assert.equal(lines.length, 5);
    }));

  for (const [words, expected] of [
    [
      ['--status', 'ACTIVE'],
      ['phone-1', 'phone-3'],
    ],
    [
      ['--status', 'ACTIVE', '--status', 'SIGNED_OUT'],
      ['phone-1', 'phone-2', 'phone-3'],
    ],
    [
      ['--user', 'alice'],
      ['phone-1', 'phone-3'],
    ],
    [
      ['--manufacturer', 'APPLE'],
      ['phone-1', 'phone-3'],
    ],
    [['--model', 'iphone x'], ['phone-1']],
    [
      ['--not-seen-since', '29d'],
      ['phone-1', 'phone-2'],
    ],
    [['--not-seen-since', '31d'], ['phone-1']],
    [['--not-seen-since', '2026-01-31'], ['phone-1']],
    [
      ['--sort-by', 'lastAccessedTime:desc'],
      ['phone-3', 'phone-2', 'phone-1'],
    ],
    [
      ['--sort-by', 'MODEL'],
      ['phone-1', 'phone-2', 'phone-3'],
    ],
    [['--sort-by', 'username:desc', '--max-items', '1'], ['phone-2']],
    [
      ['--max-items', '2', '--page-size', '1'],
      ['phone-1', 'phone-2'],
    ],
  ] as const) {
    it(`given ${words.join(' ')}, then lists ${expected.join(', ')}`, () =>
      withThree(async (place) => {
        const rows = (await place.json(list(...words))) as { deviceId: string }[];
        assert.deepEqual(
          rows.map(({ deviceId }) => deviceId),
          expected,
        );
      }));
  }

  it('given the emulator’s clock ahead, then a month ago is a month of its time', () =>
    withThree(async (place) => {
      await place.succeed(['emulator', 'clock', 'advance', '40d']);
      assert.equal(((await place.json(list('--not-seen-since', '30d'))) as object[]).length, 3);
    }));

  it('given a list that was cut, then goes on where --starting-token says', () =>
    withThree(async (place) => {
      const { stderr } = await place.run(list('--max-items', '2'));
      const token = /--starting-token (\S+)/.exec(stderr)?.[1] ?? '';
      const rest = (await place.json(list('--starting-token', token))) as { deviceId: string }[];
      assert.deepEqual(
        rest.map(({ deviceId }) => deviceId),
        ['phone-3'],
      );
      assert.equal((await place.run(list('--starting-token', token, '--sort-by', 'model'))).code, 2);
    }));

  it('given no devices, then is [] and says so to a person', () =>
    withSales(async (place) => {
      assert.equal(await place.succeed(list('--json')), '[]\n');
      assert.match((await place.run(list())).stderr, /^Fleet sales has no devices\./);
      assert.match((await place.run(list('--user', 'a'))).stderr, /^Fleet sales has no such devices\./);
    }));

  for (const words of [
    ['--status', 'LOST'],
    ['--not-seen-since', 'spring'],
    ['--not-seen-since', '30'],
    ['--not-seen-since', '2026-02-30'],
    ['--sort-by', 'colour'],
    ['--sort-by', 'model:down'],
    ['--sort-by', 'model:desc:desc'],
    ['--columns', 'colour'],
    ['--max-items', '0'],
  ]) {
    it(`given ${words.join(' ')}, then exits 2`, () =>
      withSales(async (place) => {
        assert.equal((await place.run(list(...words))).code, 2);
      }));
  }

  it('given a terminal, then shows that it reads', () =>
    withThree(async (place) => {
      const { stderr } = await place.run(list(), { terminal: true });
      assert.match(stderr, /Reading devices/);
      assert.doesNotMatch((await place.run(list())).stderr, /Reading/);
    }));
});

describe('worklink devices show', () => {
  it('given a device, then shows all the guide shows of it', () =>
    withThree(async (place) => {
      assert.deepEqual(await place.json(['devices', 'show', 'phone-2', '-f', 'sales']), {
        deviceId: 'phone-2',
        status: 'SIGNED_OUT',
        manufacturer: 'Google',
        operatingSystem: 'Android',
        patchLevel: '7',
        firstAccessedTime: '2026-01-31T00:00:02.000Z',
        lastAccessedTime: '2026-01-31T00:00:02.000Z',
        username: 'bob',
      });
    }));

  it('given one that is not there, or in no fleet, then exits 5; no id, 2', () =>
    withSales(async (place) => {
      const missing = await place.run(['devices', 'show', 'phone-1', '-f', 'sales', '--json']);
      assert.equal(missing.code, 5);
      assert.equal(errorOf(missing).message, "The fleet has no device 'phone-1'.");
      const { code, stderr } = await place.run(['devices', 'show', 'phone-1', '-f', 'sale']);
      assert.equal(code, 5);
      assert.match(stderr, /There is no fleet 'sale'/);
      assert.equal((await place.run(['devices', 'show', '-f', 'sales'])).code, 2);
    }));
});
