import assert from 'node:assert/strict';
import { Workplace } from '../../support/cli.js';
import { associate, errorOf, prepare } from './prepared.js';

describe('display names, unique in the account', () => {
  it('given one that another fleet has, then creating and updating refuse it, 6, naming that fleet', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--display-name', 'Sales']);
      for (const more of [[], ['--dry-run']]) {
        const run = await place.run([
          'fleet',
          'create',
          'other',
          '--display-name',
          'Sales',
          '--json',
          ...more,
        ]);
        assert.equal(run.code, 6);
        assert.equal(errorOf(run).message, "The display name 'Sales' is fleet 'sales'’s already.");
      }
      await place.succeed(['fleet', 'create', 'other']);
      assert.equal((await place.run(['fleet', 'update', 'other', '--display-name', 'Sales'])).code, 6);
      await place.succeed(['fleet', 'update', 'sales', '--display-name', 'Sales']);
      await place.succeed(['fleet', 'update', 'sales', '--clear-display-name']);
      await place.succeed(['fleet', 'update', 'other', '--display-name', 'Sales']);
    }));

  it('given one that a domain of any fleet has, then associating and updating refuse it, 6, naming that domain', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await place.succeed(['fleet', 'create', 'other', '--wait']);
      await place.succeed(['domain', 'associate', 'a.example.com', '-f', 'sales', '--display-name', 'Wiki']);
      await associate(place, 'b.example.com');
      const run = await place.run([
        'domain',
        'associate',
        'c.example.com',
        '-f',
        'other',
        '--display-name',
        'Wiki',
        '--json',
      ]);
      assert.deepEqual(
        [run.code, errorOf(run).message],
        [6, "The display name 'Wiki' is domain 'a.example.com'’s already."],
      );
      assert.equal(
        (await place.run(['domain', 'update', 'b.example.com', '-f', 'sales', '--display-name', 'Wiki']))
          .code,
        6,
      );
      await place.succeed(['domain', 'update', 'A.example.com', '-f', 'sales', '--display-name', 'Wiki']);
    }));

  it('given a list that gives one twice, then the second domain is refused and the first associated', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      const stdin = 'domain,displayName\na.example.com,Wiki\nb.example.com,Wiki\n';
      const run = await place.run(['domain', 'associate', '--from', '-', '-f', 'sales', '--json'], { stdin });
      const rows = JSON.parse(run.stdout) as { result: string; error?: { code: string } }[];
      assert.deepEqual(
        rows.map(({ result, error }) => [result, error?.code]),
        [
          ['associated', undefined],
          ['failed', 'AlreadyExists'],
        ],
      );
    }));

  it('given somebody who may not list fleets, then the service alone judges', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--display-name', 'Sales']);
      await place.succeed([
        'emulator',
        'fault',
        'add',
        '--operation',
        'ListFleets',
        '--error',
        'UnauthorizedException',
      ]);
      await place.succeed(['fleet', 'create', 'other', '--display-name', 'Sales']);
    }));
});
