import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { interrupted } from '../../../src/cli/host.js';
import { Workplace } from '../../support/cli.js';

interface Place {
  readonly name: string;
  readonly value?: string;
  readonly origin: string;
  readonly source?: string;
  readonly prevails: boolean;
}

async function placesOf(
  place: Workplace,
  name: string,
  argv: readonly string[] = [],
  env = {},
): Promise<Place[]> {
  const all = (await place.json(['config', 'list', ...argv], { env })) as Place[];
  return all.filter((one) => one.name === name);
}

const userFile = (place: Workplace): string => join(place.folder, 'config/config.yaml');
const projectFile = (place: Workplace): string => join(place.folder, '.worklink.yaml');

describe('worklink config list', () => {
  it('given nothing, then defaults and what has none at all only with --all', () =>
    Workplace.with(async (place) => {
      assert.deepEqual(await placesOf(place, 'backend'), [
        { name: 'backend', value: 'local', origin: 'default', prevails: true },
      ]);
      const [state] = await placesOf(place, 'state');
      assert.equal(state?.value, join(place.folder, 'data/emulator.db'));
      assert.deepEqual(await placesOf(place, 'fleet'), []);
      assert.deepEqual(await placesOf(place, 'fleet', ['--all']), [
        { name: 'fleet', origin: 'unset', prevails: false },
      ]);
      const table = await place.succeed(['config', 'list']);
      assert.match(table, /^NAME +VALUE +ORIGIN +SOURCE\n/);
      assert.match(table, /\nquiet +false +default/);
      assert.match(await place.succeed(['config', 'list', '--all']), /PREVAILS/);
    }));

  it('given a value in every place, then flag over variable over project over user over the SDK’s variable over default', () =>
    Workplace.with(async (place) => {
      await place.succeed(['config', 'set', 'region', 'eu-west-1']);
      await place.succeed(['config', 'set', 'region', 'us-west-2', '--project']);
      const env = { WORKLINK_REGION: 'us-east-2', AWS_REGION: 'us-west-1' };
      const all = await placesOf(place, 'region', ['--all', '--region', 'ap-south-1'], env);
      assert.deepEqual(
        all.map(({ value, origin, source, prevails }) => [value, origin, source, prevails]),
        [
          ['ap-south-1', 'flag', '--region', true],
          ['us-east-2', 'environment', 'WORKLINK_REGION', false],
          ['us-west-2', 'project', projectFile(place), false],
          ['eu-west-1', 'user', userFile(place), false],
          ['us-west-1', 'environment', 'AWS_REGION', false],
          ['us-east-1', 'default', undefined, false],
        ],
      );
      assert.deepEqual(
        await placesOf(place, 'region', [], env),
        all.slice(1, 2).map((one) => ({ ...one, prevails: true })),
      );
    }));

  it('given switches typed and variables of flags that no file may hold, then they are there', () =>
    Workplace.with(async (place) => {
      assert.deepEqual(await placesOf(place, 'quiet', ['--quiet']), [
        { name: 'quiet', value: 'true', origin: 'flag', source: '--quiet', prevails: true },
      ]);
      const [columns] = await placesOf(place, 'columns', [], { WORKLINK_COLUMNS: 'name' });
      assert.deepEqual([columns?.value, columns?.source], ['name', 'WORKLINK_COLUMNS']);
    }));

  it('given presets, then they are listed with the file that gives them', () =>
    Workplace.with(async (place) => {
      await mkdir(join(place.folder, 'config'));
      await writeFile(
        projectFile(place),
        'presets: {short: {output: csv, columns: a, query: "[]", no-header: true}}\n',
      );
      await writeFile(userFile(place), 'presets: {short: {}}\n');
      assert.deepEqual(
        (await placesOf(place, 'presets.short', ['--all'])).map(({ value, origin, prevails }) => [
          value,
          origin,
          prevails,
        ]),
        [
          ['output: csv, columns: a, query: [], no-header: true', 'project', true],
          ['output: table', 'user', false],
        ],
      );
    }));

  it('given an endpoint that holds a password, then it is not shown', () =>
    Workplace.with(async (place) => {
      const env = { WORKLINK_ENDPOINT_URL: 'http://me:secret@127.0.0.1:4580' };
      const listed = await place.succeed(['config', 'list', '--all', '--json'], { env });
      assert.ok(!listed.includes('secret'), listed);
      assert.match(listed, /http:\/\/…@127\.0\.0\.1:4580/);
    }));
});

describe('worklink config list --watch', () => {
  it('given a settings file that changes, then the change is seen', () =>
    Workplace.with(async (place) => {
      const { clock } = place;
      const controller = new AbortController();
      clock.meanwhile = async () => {
        clock.meanwhile = () => {
          controller.abort(interrupted());
        };
        await place.succeed(['config', 'set', 'fleet', 'sales']);
      };
      const { code, stdout } = await place.run(['config', 'list', '--watch', '--json'], {
        signal: controller.signal,
      });
      assert.equal(code, 130);
      const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as { type: string; object: Place };
      assert.deepEqual([last.type, last.object.name, last.object.value], ['ADDED', 'fleet', 'sales']);
    }));
});

describe('worklink config get', () => {
  it('given a value, then prints it alone; as JSON with its origin', () =>
    Workplace.with(async (place) => {
      await place.succeed(['config', 'set', 'fleet', 'sales', '--project']);
      assert.equal(await place.succeed(['config', 'get', 'fleet'], { cwd: 'below' }), 'sales\n');
      assert.deepEqual(await place.json(['config', 'get', 'fleet']), {
        name: 'fleet',
        value: 'sales',
        origin: 'project',
        source: projectFile(place),
        prevails: true,
      });
    }));

  it('given none, then exits 5; given a name that is no setting, then 2', () =>
    Workplace.with(async (place) => {
      assert.equal((await place.run(['config', 'get', 'fleet'])).code, 5);
      const unknown = await place.run(['config', 'get', 'flet']);
      assert.equal(unknown.code, 2);
      assert.match(unknown.stderr, /fleet, timeout/);
    }));
});

describe('worklink config set', () => {
  it('given nothing yet, then makes a user file for its owner alone, and the setting holds', () =>
    Workplace.with(async (place) => {
      const said = await place.succeed(['config', 'set', 'output', 'yaml']);
      assert.match(said, /^Set output to 'yaml' in .*config\.yaml\.\n$/);
      assert.equal((await stat(userFile(place))).mode & 0o777, 0o600);
      assert.equal((await stat(join(place.folder, 'config'))).mode & 0o777, 0o700);
      assert.equal(await readFile(userFile(place), 'utf8'), 'output: yaml\n');
      assert.match(await place.succeed(['config', 'list']), /^- name: backend/);
    }));

  it('given a file with comments, then they stay, and so do its order and permissions', () =>
    Workplace.with(async (place) => {
      const text = '# ours\nregion: eu-west-1 # Dublin\n\n# how\noutput: "csv"\n';
      await writeFile(projectFile(place), text, { mode: 0o600 });
      await place.succeed(['config', 'set', 'region', 'us-east-1', '--project'], { cwd: 'a/b' });
      await place.succeed(['config', 'set', 'quiet', 'yes', '--project']);
      await place.succeed(['config', 'set', 'page-size', '50', '--project']);
      assert.equal(
        await readFile(projectFile(place), 'utf8'),
        `${text.replace('eu-west-1', 'us-east-1')}quiet: true\npage-size: 50\n`,
      );
      assert.equal((await stat(projectFile(place))).mode & 0o777, 0o600);
      assert.deepEqual(
        (await readdir(place.folder)).filter((name) => name.endsWith('.tmp')),
        [],
      );
    }));

  it('given a link in the file’s place, then what it leads to is changed', () =>
    Workplace.with(async (place) => {
      const real = join(place.folder, 'dotfiles.yaml');
      await writeFile(real, 'quiet: true\n');
      await mkdir(join(place.folder, 'config'));
      await symlink(real, userFile(place));
      await place.succeed(['config', 'set', 'fleet', 'sales']);
      assert.equal(await readFile(real, 'utf8'), 'quiet: true\nfleet: sales\n');
    }));

  it('given a state file, then the path is meant from the working directory and written as the file means it', () =>
    Workplace.with(async (place) => {
      await place.succeed(['config', 'set', 'state', 'mine.db', '--project']);
      await place.succeed(['config', 'set', 'state', 'mine.db', '--project'], { cwd: 'sub' });
      assert.equal(await readFile(projectFile(place), 'utf8'), 'state: sub/mine.db\n');
      assert.equal(await place.succeed(['config', 'get', 'state']), `${join(place.folder, 'sub/mine.db')}\n`);
      await place.succeed(['config', 'set', 'state', 'own.db'], { cwd: 'sub' });
      assert.equal(await readFile(userFile(place), 'utf8'), `state: ${join(place.folder, 'sub/own.db')}\n`);
    }));

  it('given --dry-run, then says what it would do, and does not', () =>
    Workplace.with(async (place) => {
      assert.match(
        await place.succeed(['config', 'set', 'fleet', 'sales', '--dry-run']),
        /^Would set fleet to 'sales'/,
      );
      assert.equal((await place.run(['config', 'get', 'fleet'])).code, 5);
      assert.deepEqual(await readdir(place.folder), []);
    }));

  it('given something nearer, then says that the value does not hold here', () =>
    Workplace.with(async (place) => {
      await place.succeed(['config', 'set', 'fleet', 'sales', '--project']);
      const { stderr } = await place.run(['config', 'set', 'fleet', 'other']);
      assert.match(stderr, /^It does not hold here: fleet in .*\.worklink\.yaml prevails over it\.\n$/);
      const env = { WORKLINK_FLEET: 'third' };
      assert.match(
        (await place.run(['config', 'set', 'fleet', 'other', '--project'], { env })).stderr,
        /WORKLINK_FLEET/,
      );
      assert.equal((await place.run(['config', 'set', 'fleet', 'sales', '--project'])).stderr, '');
    }));

  for (const [name, value, words] of [
    ['output', 'xml', /one of: table/],
    ['backend', 'cloud', /one of: local, aws/],
    ['quiet', 'perhaps', /true or false/],
    ['timeout', 'soon', /not a duration/],
    ['page-size', '0', /page-size is '0'/],
    ['fleet', ' ', /cannot be empty/],
    ['endpoint-url', 'https://me:secret@example.com', /no secret can be a setting/],
    ['endpoint-url', 'https://token@example.com', /no secret can be a setting/],
    ['password', 'secret', /Expected password to be one of/],
  ] as const) {
    it(`given ${name} ${value}, then a usage error, and nothing is written`, () =>
      Workplace.with(async (place) => {
        const { code, stderr } = await place.run(['config', 'set', name, value]);
        assert.equal(code, 2, stderr);
        assert.match(stderr, words);
        assert.deepEqual(await readdir(place.folder), []);
      }));
  }

  it('given both files at once, then a usage error', () =>
    Workplace.with(async (place) => {
      assert.equal((await place.run(['config', 'set', 'fleet', 'a', '--user', '--project'])).code, 2);
    }));

  it('given a preset of a settings file, then it is an output there can be', () =>
    Workplace.with(async (place) => {
      await writeFile(projectFile(place), 'presets: {short: {output: csv}}\n');
      await place.succeed(['config', 'set', 'output', 'short', '--project']);
      assert.match(await place.succeed(['config', 'list']), /^name,value/);
    }));
});

describe('worklink config unset', () => {
  it('given a setting of the file, then it is gone and the rest stays', () =>
    Workplace.with(async (place) => {
      await writeFile(projectFile(place), '# ours\nregion: eu-west-1\n# who\nfleet: sales # them\n');
      assert.match(
        await place.succeed(['config', 'unset', 'fleet', '--project', '--dry-run']),
        /^Would take fleet/,
      );
      await place.succeed(['config', 'unset', 'fleet', '--project']);
      assert.equal(await readFile(projectFile(place), 'utf8'), '# ours\nregion: eu-west-1\n');
      await place.succeed(['config', 'unset', 'region', '--project']);
      assert.equal((await place.run(['config', 'get', 'fleet'])).code, 5);
    }));

  it('given a file that does not give it, then exits 5', () =>
    Workplace.with(async (place) => {
      await place.succeed(['config', 'set', 'fleet', 'sales', '--project']);
      assert.equal((await place.run(['config', 'unset', 'fleet'])).code, 5);
      assert.equal((await place.run(['config', 'unset', 'region', '--project'])).code, 5);
    }));
});
