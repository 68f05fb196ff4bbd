import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certificateFiles } from '../../snapshots/shape-steps.js';
import { type RunOptions, Workplace } from '../../support/cli.js';

/** What zsh is answered: the kind, then values with their descriptions. */
async function complete(
  place: Workplace,
  words: readonly string[],
  options: RunOptions = {},
): Promise<readonly string[]> {
  const { code, stdout, stderr } = await place.run(['__complete', 'zsh', '', '', '--', ...words], options);
  assert.deepEqual([code, stderr], [0, '']);
  return stdout.split('\n').slice(0, -1);
}

async function values(
  place: Workplace,
  words: readonly string[],
  options: RunOptions = {},
): Promise<readonly string[]> {
  const [kind, ...lines] = await complete(place, words, options);
  assert.equal(kind, 'words');
  return lines.map((line) => line.split('\t')[0] ?? '');
}

function inPlace(title: string, body: (place: Workplace) => Promise<void>): void {
  it(title, () => Workplace.with(body));
}

describe('what can stand at the cursor', () => {
  inPlace(
    'given no word, then topics and commands with what they are about, hidden ones left out',
    async (place) => {
      const lines = await complete(place, ['']);
      assert.ok(
        lines.includes('fleet\tFleets: what a company makes available to its users.'),
        lines.join('\n'),
      );
      assert.ok(
        lines.includes('doctor\tFind what is wrong with the tool, the account and fleets, and what to do.'),
      );
      assert.ok(!lines.some((line) => line.startsWith('_')));
    },
  );

  inPlace('given a topic, then its commands; given a topic within, its own', async (place) => {
    assert.deepEqual(await values(place, ['tag', '']), ['list', 'remove', 'set']);
    assert.deepEqual(await values(place, ['emulator', 'clock', 's']), ['set', 'show']);
    assert.deepEqual(await values(place, ['audit', 'streams', '']), ['create', 'list']);
    assert.deepEqual(await values(place, ['nothing', '']), []);
    assert.deepEqual(await values(place, ['--json', 'fle']), []);
  });

  inPlace('given help, then the words of commands', async (place) => {
    assert.ok((await values(place, ['help', ''])).includes('tag'));
    assert.deepEqual(await values(place, ['help', 'tag', '']), ['list', 'remove', 'set']);
  });

  inPlace('given a dash, then the flags that can still be given', async (place) => {
    const flags = await values(place, ['fleet', 'create', '--tag', 'a=b', '--wait', '-o', 'json', '--']);
    assert.ok(flags.includes('--tag') && flags.includes('--display-name'), flags.join());
    assert.ok(!flags.includes('--wait') && !flags.includes('--output'), flags.join());
    assert.ok(
      flags.includes('--optimize-for-end-user-location') &&
        flags.includes('--no-optimize-for-end-user-location'),
    );
    const later = await values(place, [
      'fleet',
      'create',
      '--no-optimize-for-end-user-location',
      '-ojson',
      '--state=a.db',
      '--',
    ]);
    assert.deepEqual(
      later.filter((flag) => /optimize|output|state/.test(flag)),
      [],
    );
  });

  inPlace('given all arguments, then flags; given -- before, then none', async (place) => {
    assert.ok((await values(place, ['fleet', 'list', ''])).includes('--json'));
    assert.deepEqual(await values(place, ['fleet', 'list', '--', '']), []);
    assert.deepEqual(await values(place, ['fleet', 'list', 'x']), []);
  });

  inPlace('given a flag with choices, then those; with =, the same', async (place) => {
    assert.deepEqual(await values(place, ['domain', 'list', '--status', 'DIS']), [
      'DISASSOCIATING',
      'DISASSOCIATED',
    ]);
    assert.deepEqual(await values(place, ['fleet', 'list', '--backend=']), ['local', 'aws']);
    assert.deepEqual(await values(place, ['fleet', 'list', '--nothing=']), []);
    assert.deepEqual(await values(place, ['fleet', 'list', '--json=']), []);
    assert.deepEqual(await values(place, ['config', 'get', 'fle']), ['fleet']);
    assert.deepEqual(await values(place, ['completion', '']), ['bash', 'zsh', 'fish']);
    assert.deepEqual(await values(place, ['fleet', 'create', '--display-name', '']), []);
  });

  inPlace('given --output, then formats and presets, those of settings files too', async (place) => {
    await writeFile(join(place.folder, '.worklink.yaml'), 'presets: {short: {output: csv}}\n');
    assert.deepEqual(await values(place, ['fleet', 'list', '-o', '']), [
      ...['table', 'json', 'yaml', 'csv', 'text', 'off', 'wide', 'name', 'short'],
    ]);
  });

  inPlace(
    'given a flag or an argument that is a file or folder, then it is left to the shell',
    async (place) => {
      assert.deepEqual(await complete(place, ['idp', 'link', '--metadata', '']), ['files']);
      assert.deepEqual(await complete(place, ['certificate', 'import', '--chain=']), ['files']);
      assert.deepEqual(await complete(place, ['ca', 'upload', 'a.pem', '']), ['files']);
      assert.deepEqual(await complete(place, ['device-cert', 'issue', '--directory', '']), ['folders']);
    },
  );

  inPlace('given --profile, then those of the AWS files; given --region, then some', async (place) => {
    await mkdir(join(place.folder, '.aws'));
    await writeFile(
      join(place.folder, '.aws/config'),
      '[default]\n[profile ops]\nregion = x\n[sso-session s]\n',
    );
    await writeFile(join(place.folder, '.aws/credentials'), '[keys]\naws_access_key_id = x\n');
    assert.deepEqual(await values(place, ['fleet', 'list', '--profile', '']), ['default', 'keys', 'ops']);
    const env = { AWS_CONFIG_FILE: join(place.folder, 'none'), AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
    assert.deepEqual(await values(place, ['fleet', 'list', '--profile', ''], { env }), []);
    assert.deepEqual(await values(place, ['fleet', 'list', '--region', 'eu']), ['eu-west-1']);
  });
});

describe('names at the cursor', () => {
  async function withNames(body: (place: Workplace) => Promise<void>): Promise<void> {
    await Workplace.with(async (place) => {
      const files = await certificateFiles(place.clock.now());
      await writeFile(join(place.folder, 'root.pem'), files.get('chain.pem') ?? '');
      for (const line of [
        'fleet create sales',
        'emulator clock advance 1h',
        'certificate request intranet.example.com',
        'certificate validate intranet.example.com',
        'domain associate intranet.example.com -f sales',
        'ca upload root.pem -f sales --display-name Root',
        'auth-provider associate login.example.com -f sales',
        'emulator device generate --count 3 -f sales',
      ])
        await place.succeed(line.split(' '));
      await body(place);
    });
  }

  it('given a fleet’s flag or argument, then fleets; in a fleet, what is in it', () =>
    withNames(async (place) => {
      const [fleet = ''] = await values(place, ['fleet', 'show', '']);
      assert.ok(fleet !== '');
      assert.deepEqual(await values(place, ['fleet', 'show', fleet.slice(0, 2)]), [fleet]);
      assert.deepEqual(await values(place, ['tag', 'list', '-f', '']), await values(place, ['status', '']));
      for (const [list, command, name] of [
        [['domain', 'list'], ['domain', 'show'], 'domainName'],
        [['devices', 'list'], ['devices', 'show'], 'deviceId'],
        [['users', 'list'], ['users', 'show'], 'username'],
        [['auth-provider', 'list'], ['auth-provider', 'disassociate'], 'domainName'],
        [['ca', 'list'], ['ca', 'show'], 'displayName'],
      ] as const) {
        const rows = (await place.json([...list, '--fleet', fleet])) as Record<string, string>[];
        assert.deepEqual(
          [...(await values(place, [...command, '--fleet', fleet, '']))].sort(),
          rows.map((row) => row[name]).sort(),
          command.join(' '),
        );
        const { fleetArn } = (await place.json(['fleet', 'show', fleet])) as { fleetArn: string };
        assert.equal((await values(place, [...command, '--fleet', fleetArn, ''])).length, rows.length);
        assert.deepEqual(await values(place, [...command, '--fleet', 'other', '']), []);
      }
      await writeFile(join(place.folder, '.worklink.yaml'), `fleet: ${fleet}\n`);
      assert.ok((await values(place, ['domain', 'show', ''])).length > 0, 'the fleet of the settings');
    }));

  it('given a certificate, then ARNs known by their domain; given the beginning of a domain, then domains', () =>
    Workplace.with(async (place) => {
      await place.succeed(['certificate', 'request', 'intranet.example.com']);
      const [, line = ''] = await complete(place, ['domain', 'associate', 'x', '--certificate', '']);
      assert.match(line, /^arn:aws:acm:us-east-1:[^\t]+\tintranet\.example\.com$/);
      assert.deepEqual(await values(place, ['certificate', 'show', 'intra']), ['intranet.example.com']);
      assert.deepEqual(await values(place, ['certificate', 'show', 'zz']), []);
    }));

  it('given streams, then those of the Region', () =>
    Workplace.with(async (place) => {
      await place.succeed(['audit', 'streams', 'create', 'AmazonWorkLink-audit']);
      assert.deepEqual(await values(place, ['audit', 'link', '--stream', 'Am']), ['AmazonWorkLink-audit']);
      assert.deepEqual(await values(place, ['audit', 'link', '--region', 'eu-west-1', '--stream', '']), []);
    }));

  it('given --state, --region or --name, then what is there', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'here']);
      await place.succeed(['fleet', 'create', 'there', '--state', 'other.db']);
      await place.succeed(['fleet', 'create', 'far', '--region', 'eu-west-1']);
      await place.succeed(['emulator', 'seed', '--sample', '--name', 'trial']);
      assert.deepEqual(await values(place, ['fleet', 'show', '']), ['here']);
      assert.deepEqual(await values(place, ['fleet', 'show', '--state', 'other.db', '']), ['there']);
      assert.deepEqual(await values(place, ['fleet', 'show', '--region=eu-west-1', '']), ['far']);
      assert.deepEqual(
        await values(place, ['fleet', 'show', ''], { env: { WORKLINK_REGION: 'eu-west-1' } }),
        ['far'],
      );
      assert.deepEqual(await values(place, ['emulator', 'env', '--name', '']), ['trial']);
      assert.ok(
        !(await values(place, ['emulator', 'device', 'list', '--name', 'trial', '-f', ''])).includes('here'),
      );
    }));

  it('given a look, then the state file, its trail and the clock’s due changes are as they were, and no file is made', () =>
    Workplace.with(async (place) => {
      await values(place, ['fleet', 'show', '']);
      assert.ok(!existsSync(join(place.folder, 'data')), 'no state file is made');
      await place.succeed(['fleet', 'create', 'sales']);
      await place.clock.sleep(3_600_000);
      const folder = join(place.folder, 'data');
      const digest = async (): Promise<string> =>
        createHash('sha256')
          .update(await readFile(join(folder, 'emulator.db')))
          .digest('hex');
      const before = [await digest(), await readdir(folder)];
      assert.deepEqual(await values(place, ['fleet', 'show', '']), ['sales']);
      assert.deepEqual([await digest(), await readdir(folder)], before);
    }));

  it('given a fleet on its way out, then it is not offered', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      await place.succeed(['fleet', 'delete', 'sales', '--confirm', 'sales']);
      assert.deepEqual(await values(place, ['fleet', 'show', '']), []);
    }));

  it('given anything that is wrong, then no answer and no word of it', () =>
    Workplace.with(async (place) => {
      await writeFile(
        join(place.folder, 'bad.db'),
        'this is no state file at all, and it is long enough to be looked at',
      );
      await writeFile(join(place.folder, 'empty.db'), '');
      for (const words of [
        ['fleet', 'show', '--state', 'bad.db', ''],
        ['fleet', 'show', '--state', 'empty.db', ''],
        ['fleet', 'show', '--state', '.', ''],
        ['fleet', 'show', '--region', 'nowhere', ''],
        ['fleet', 'show', '--backend', 'aws', ''],
      ])
        assert.deepEqual((await complete(place, words)).slice(1), [], words.join(' '));
      assert.equal(await readFile(join(place.folder, 'empty.db'), 'utf8'), '');
      await writeFile(join(place.folder, '.worklink.yaml'), '{');
      assert.deepEqual(await complete(place, ['fleet', 'show', '']), []);
      for (const argv of [[], ['tcsh', '', '', '--', ''], ['zsh', 'fleet']])
        assert.deepEqual(await place.run(['__complete', ...argv]), { code: 0, stdout: '', stderr: '' });
      assert.deepEqual(
        await place.run(['__complete', 'zsh', '', '', '--']),
        await place.run(['__complete', 'zsh', '', '', '--', '']),
      );
    }));
});
