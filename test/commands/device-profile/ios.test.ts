import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { parse } from 'plist';
import { openBackend } from '../../../src/cli/compose.js';
import { resolveFleet } from '../../../src/core/admin/names.js';
import { readPkcs12 } from '../../../src/core/certificates/pkcs12/pkcs12.js';
import { Workplace } from '../../support/cli.js';

const FIXTURES = join(import.meta.dirname, '../../fixtures/pkcs12');
const ENTER = '\r';
/** The fixtures are valid from the day they were made. */
const IN_2030 = 4 * 365 * 86_400_000;

interface Said {
  readonly user: string;
  readonly result: string;
  readonly file: string;
  readonly payloadUuid: string;
  readonly signed: boolean;
  readonly rewrapped: boolean;
  readonly findings: readonly { readonly id: string; readonly severity: string }[];
}

/** A workplace in 2030 with a fleet, a file of a password, and fixtures by the names they are given. */
function withFleet(
  files: Readonly<Record<string, string>>,
  body: (place: Workplace) => Promise<void>,
): Promise<void> {
  return Workplace.with(async (place) => {
    place.clock.advance(IN_2030);
    await place.succeed(['fleet', 'create', 'sales']);
    await writeFile(join(place.folder, 'password'), 'correct\n');
    for (const [name, fixture] of Object.entries(files)) {
      await copyFile(join(FIXTURES, `${fixture}.p12`), join(place.folder, name));
    }
    await body(place);
  });
}

const IOS = ['device-profile', 'ios', '--fleet', 'sales'];
const ONE = [...IOS, '--p12', 'ana.p12', '--p12-password-file', 'password'];

/** The payload of a kind in an unsigned profile. */
function payload(text: string, type: string): Record<string, unknown> {
  const profile = parse(text) as { PayloadContent: Record<string, unknown>[] };
  const found = profile.PayloadContent.find(({ PayloadType: each }) => each === type);
  assert.ok(found !== undefined, type);
  return found;
}

describe('worklink device-profile ios', function () {
  // Passwords are stretched on purpose.
  this.timeout(30_000);

  it('given a PKCS#12 file, then prints a profile with it, without its password', () =>
    withFleet({ 'ana.p12': '3des' }, async (place) => {
      const text = await place.succeed(ONE);
      const identity = payload(text, 'com.apple.security.pkcs12');
      const bytes = identity['PayloadContent'];
      assert.ok(bytes instanceof Uint8Array);
      assert.deepEqual(Buffer.from(bytes), await readFile(join(place.folder, 'ana.p12')));
      assert.equal(identity['Password'], undefined);
      assert.equal(payload(text, 'com.apple.vpn.managed')['VPNSubType'], 'com.amazon.worklink');
    }));

  it('given a file for it, then writes it for its owner alone, and only once', () =>
    withFleet({ 'ana.p12': '3des' }, async (place) => {
      const writing = [...ONE, '--output-file', 'ana.mobileconfig'];
      const first = (await place.json(writing)) as Said;
      assert.equal(first.user, 'ana@example.com');
      assert.equal((await stat(first.file)).mode & 0o777, 0o600);
      assert.equal((await place.run(writing)).code, 6);
      const again = (await place.json([...writing, '--force'])) as Said;
      assert.equal(again.payloadUuid, first.payloadUuid);
    }));

  it('given --dry-run, then checks all of it, says what would be written, and writes nothing', () =>
    withFleet({ 'ana.p12': '3des', 'ben.p12': '3des' }, async (place) => {
      const file = join(place.folder, 'ana.mobileconfig');
      const dry = [...ONE, '--output-file', 'ana.mobileconfig', '--dry-run'];
      const said = (await place.json(dry)) as Said & { dryRun: boolean; message: string };
      assert.deepEqual([said.dryRun, said.file, said.user], [true, file, 'ana@example.com']);
      assert.equal(said.message, `Would write the profile of ana@example.com to ${file}.`);
      assert.equal(
        await place.succeed([...ONE, '--dry-run']),
        'Would print the profile of ana@example.com.\n',
      );
      await assert.rejects(stat(file), { code: 'ENOENT' });

      await writeFile(file, '');
      assert.equal((await place.run(dry)).code, 6);
      assert.equal((await place.run([...dry, '--force'])).code, 0);
      assert.equal((await place.run([...ONE, '--output-file', 'data', '--force', '--dry-run'])).code, 3);
      assert.equal((await place.run([...IOS, '--p12', 'no.p12', '--dry-run'])).code, 5);

      const many = [
        ...IOS,
        '--p12-password-file',
        'password',
        '--directory',
        'out',
        '--csv',
        '-',
        '--dry-run',
      ];
      const stdin = 'user,p12\nana,ana.p12\nben,ben.p12\ncarl,missing.p12\n';
      const { code, stdout, stderr } = await place.run([...many, '--json'], { stdin });
      assert.equal(code, 5);
      assert.deepEqual(
        (JSON.parse(stdout) as Said[]).map(({ user, result }) => `${user} ${result}`),
        ['ana planned', 'ben planned', 'carl failed'],
      );
      assert.match(stderr, /^This was a dry run: no file was written\.$/m);
      await assert.rejects(stat(join(place.folder, 'out')), { code: 'ENOENT' });
    }));

  it('given --include-password and --include-root, then has both', () =>
    withFleet({ 'ana.p12': '3des' }, async (place) => {
      const text = await place.succeed([...ONE, '--include-password', '--include-root']);
      assert.equal(payload(text, 'com.apple.security.pkcs12')['Password'], 'correct');
      assert.equal(payload(text, 'com.apple.security.root')['PayloadDisplayName'], 'device-root');
    }));

  it('given what Apple is reported to refuse, then says so, and --rewrap writes it again', () =>
    withFleet({ 'ana.p12': 'aes-256' }, async (place) => {
      const warned = await place.run(ONE);
      assert.equal(warned.code, 0);
      assert.match(warned.stderr, /apple-encryption/);
      const mended = await place.run([...ONE, '--rewrap', '--include-password']);
      assert.ok(!mended.stderr.includes('apple-encryption'));
      const bytes = payload(mended.stdout, 'com.apple.security.pkcs12')['PayloadContent'];
      assert.ok(bytes instanceof Uint8Array);
      const { encryption, identities } = readPkcs12(bytes, 'correct');
      assert.deepEqual([encryption.keys[0]?.scheme, encryption.mac?.hash], ['PBE-SHA1-3DES', 'SHA-1']);
      assert.equal(identities[0]?.chain.length, 2);
    }));

  it('given a terminal, then asks whether to write it again', () =>
    withFleet({ 'ana.p12': 'aes-256' }, async (place) => {
      for (const [answer, hash] of [
        [ENTER, 'SHA-1'],
        [`\u001b[B${ENTER}`, 'SHA-256'],
      ] as const) {
        const { code, stdout, stderr } = await place.run(ONE, { terminal: true, answers: [answer] });
        assert.equal(code, 0, stderr);
        const bytes = payload(stdout, 'com.apple.security.pkcs12')['PayloadContent'];
        assert.ok(bytes instanceof Uint8Array);
        assert.equal(readPkcs12(bytes, 'correct').encryption.mac?.hash, hash);
      }
    }));

  it('given a terminal and no password, then asks for it and does not show it', () =>
    withFleet({ 'ana.p12': '3des' }, async (place) => {
      const asked = await place.run([...IOS, '--p12', 'ana.p12'], {
        terminal: true,
        answers: [`correct${ENTER}`],
      });
      assert.equal(asked.code, 0, asked.stderr);
      assert.match(asked.stderr, /Password of ana\.p12/);
      assert.ok(!asked.stderr.includes('correct'));
    }));

  it('given a device policy that the certificate does not meet, then warns', () =>
    withFleet({ 'ana.p12': '3des' }, async (place) => {
      const ids = async (): Promise<string[]> => {
        const { findings } = (await place.json([...ONE, '--output-file', 'a', '--force'])) as Said;
        return findings.map(({ id }) => id);
      };
      assert.deepEqual(await ids(), ['device-policy-absent']);
      const configure = async (pem: string): Promise<void> => {
        const host = place.host({}, new PassThrough(), new PassThrough());
        const surroundings = { host, dataDirectory: join(place.folder, 'data'), userAgent: 'test' };
        const backend = await openBackend({ backend: 'local' }, surroundings);
        const FleetArn = await resolveFleet(backend, 'sales');
        await backend.workLink.call('UpdateDevicePolicyConfiguration', {
          FleetArn,
          DeviceCaCertificate: pem,
        });
        backend.close();
      };
      const { chain } = readPkcs12(await readFile(join(FIXTURES, '3des.p12')), 'correct').identities[0] ?? {};
      const own = chain?.map(({ pem }) => pem).join('') ?? '';
      const other = await readFile(join(FIXTURES, '../certificates/chain/root.pem'), 'utf8');
      for (const [pem, expected] of [
        [own, []],
        [other, ['device-policy-unmet']],
      ] as const) {
        await configure(pem);
        assert.deepEqual(await ids(), expected);
      }
    }));

  it('given a signer, then signs, as OpenSSL verifies', async function () {
    if (spawnSync('openssl', ['version']).status !== 0) this.skip();
    await withFleet({ 'ana.p12': '3des', 'signer.p12': 'ec' }, async (place) => {
      const signing = ['--sign-with', 'signer.p12', '--sign-password-file', 'password'];
      const { file, signed } = (await place.json([...ONE, ...signing, '--output-file', 'a'])) as Said;
      assert.ok(signed);
      const { stdout, status } = spawnSync(
        'openssl',
        ['cms', '-verify', '-noverify', '-inform', 'DER', '-in', file],
        {
          encoding: 'utf8',
        },
      );
      assert.equal(status, 0);
      assert.equal(payload(stdout, 'com.apple.vpn.managed')['VPNType'], 'VPN');
      assert.equal((await place.run([...ONE, ...signing])).code, 2);
    });
  });

  it('given a list, then makes a file for each, goes on after a failure, and passes over what is there', () =>
    withFleet({ 'ana.p12': '3des', 'ben.p12': 'ec', 'cut.p12': 'rc4' }, async (place) => {
      const users =
        'user,p12,passwordFile\n"../../ana, A",ana.p12,password\nben,ben.p12,\nNUL,ben.p12,\ncut,cut.p12,\nBEN,no.p12,\n';
      await writeFile(join(place.folder, 'users.csv'), users);
      const many = [...IOS, '--csv', 'users.csv', '--directory', 'out', '--p12-password-file', 'password'];
      const { code, stdout, stderr } = await place.run([...many, '-o', 'json']);
      assert.equal(code, 3);
      const rows = JSON.parse(stdout) as Said[];
      assert.deepEqual(
        rows.map(({ user, result }) => `${user} ${result}`),
        ['../../ana, A written', 'ben written', 'NUL written', 'cut failed', 'BEN failed'],
      );
      assert.match(stderr, /2 of 5 users failed/);
      assert.match(stderr, /apple-encryption.*\(2 users\)/);
      const names = await readdir(join(place.folder, 'out'));
      assert.equal(names.length, 3);
      for (const name of names) {
        assert.match(name, /^[\w.-]+\.mobileconfig$/);
        assert.equal((await stat(join(place.folder, 'out', name))).mode & 0o777, 0o600);
      }
      assert.ok(!(await readdir(join(place.folder, '..'))).some((name) => name.includes('ana')));
      const again = JSON.parse((await place.run([...many, '-o', 'json'])).stdout) as Said[];
      assert.deepEqual(
        again.map(({ result }) => result),
        ['exists', 'exists', 'exists', 'failed', 'failed'],
      );
    }));

  it('given a wrong password, a damaged file or no identity, then says which', () =>
    withFleet(
      { 'ana.p12': '3des', 'two.p12': 'two-identities', 'no.p12': 'certificates-only' },
      async (place) => {
        await writeFile(join(place.folder, 'wrong'), 'secret-not-to-be-shown');
        await writeFile(
          join(place.folder, 'cut.p12'),
          (await readFile(join(FIXTURES, '3des.p12'))).subarray(0, 900),
        );
        const tell = async (...words: string[]): Promise<string> => {
          const { code, stderr } = await place.run([...IOS, ...words]);
          assert.equal(code, 3, stderr);
          return stderr;
        };
        const wrong = await tell('--p12', 'ana.p12', '--p12-password-file', 'wrong');
        assert.match(wrong, /password is another one/);
        assert.ok(!wrong.includes('secret-not'));
        assert.match(await tell('--p12', 'cut.p12', '--p12-password-file', 'password'), /damaged/);
        assert.match(await tell('--p12', 'two.p12', '--p12-password-file', 'password'), /2 identities/);
        assert.match(await tell('--p12', 'no.p12', '--p12-password-file', 'password'), /no private key/);
      },
    ));

  it('given nothing to go on, then names the flag', () =>
    withFleet({ 'ana.p12': '3des' }, async (place) => {
      assert.match((await place.run(IOS)).stderr, /--p12/);
      const locked = await place.run([...IOS, '--p12', 'ana.p12']);
      assert.equal(locked.code, 4);
      assert.match(locked.stderr, /--p12-password-file/);
      assert.equal((await place.run([...IOS, '--p12', '-', '--p12-password-file', '-'])).code, 2);
      assert.equal((await place.run([...IOS, '--csv', 'users.csv'])).code, 2);
      assert.equal((await place.run([...IOS, '--p12', 'none.p12'])).code, 5);
      assert.equal((await place.run(['device-profile', 'ios', '-f', 'none', '--p12', 'ana.p12'])).code, 5);
    }));

  it('given a list that is none, then names the line', () =>
    withFleet({}, async (place) => {
      for (const [text, message] of [
        ['name,p12\na,b\n', /column 'name'/],
        ['user\nana\n', /no column p12/],
        ['user,p12\nana,\n', /no p12 on line 2/],
        ['user,p12\nana,a\nana,b\n', /line 2 and on line 3/],
        ['user,p12\n"ana,b\n', /not CSV/],
        ['user,p12\n', /names no user/],
      ] as const) {
        const { code, stderr } = await place.run([...IOS, '--csv', '-', '--directory', 'out'], {
          stdin: text,
        });
        assert.equal(code, 3, stderr);
        assert.match(stderr, message);
      }
    }));
});

describe('instructions for other tools', () => {
  it('given a tool, then have the settings of the guide', () =>
    Workplace.with(async (place) => {
      const names = async (...words: string[]): Promise<Record<string, string>> => {
        const { settings } = (await place.json(['device-profile', ...words])) as {
          settings: { name: string; value: string }[];
        };
        return Object.fromEntries(settings.map(({ name, value }) => [name, value]));
      };
      assert.deepEqual(await names('android', '--for', 'airwatch'), {
        'Connection Name': 'Amazon WorkLink',
        'Connection Type': 'L2TP/IPSec RSA',
        Server: '54.190.62.41',
        'Identity Certificate': 'The device certificate',
      });
      assert.equal((await names('ios', '--for', 'configurator'))['Connection Type'], 'Custom SSL');
      assert.equal(
        (await names('ios', '--for', 'airwatch'))['Custom Data: Value'],
        'com.amazon.worklink.tunnel',
      );
      for (const tool of ['ota', 'intune', 'usb'])
        assert.ok(await place.succeed(['device-profile', 'ios', '--for', tool]));
      for (const tool of ['usb', 'intune'])
        assert.match(await place.succeed(['device-profile', 'android', '--for', tool]), /1\. /);
      const removal = await place.succeed(['device-profile', 'remove', '--for', 'usb']);
      assert.match(removal, /cannot be removed at this time/);
      assert.match(await place.succeed(['device-profile', 'remove', '--for', 'intune']), /PKCS certificates/);
      assert.equal((await place.run(['device-profile', 'remove'])).code, 2);
    }));
});
