import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appleImportFindings } from '../../../src/core/certificates/pkcs12/apple-import.js';
import { readCertificate } from '../../../src/core/certificates/certificate.js';
import { verifyChain } from '../../../src/core/certificates/chain/chain.js';
import { type Pkcs12Contents, readPkcs12 } from '../../../src/core/certificates/pkcs12/pkcs12.js';
import { Workplace } from '../../support/cli.js';

interface Issued {
  readonly user: string;
  readonly result: string;
  readonly file: string;
  readonly passwordFile?: string;
}

const ISSUE = ['device-cert', 'issue', '--directory', 'devices'];

async function open({ file, passwordFile }: Issued, password?: string): Promise<Pkcs12Contents> {
  const text = passwordFile === undefined ? password : (await readFile(passwordFile, 'utf8')).trim();
  return readPkcs12(await readFile(file), text);
}

describe('worklink device-cert issue', function () {
  // Keys are drawn.
  this.timeout(60_000);

  it('given users, then makes an authority and a file for each, that Apple takes and a policy accepts', () =>
    Workplace.with(async (place) => {
      const users = ['--user', 'ana@example.com', '--user', 'Zoë'];
      const rows = (await place.json([...ISSUE, ...users, '--generate-passwords'])) as Issued[];
      assert.deepEqual(
        rows.map(({ user, result }) => [user, result]),
        [
          ['ana@example.com', 'written'],
          ['Zoë', 'written'],
        ],
      );
      const root = readCertificate(await readFile(join(place.folder, 'devices/device-ca.pem')));
      const passwords = new Set<string>();
      for (const row of rows) {
        const contents = await open(row);
        assert.deepEqual(appleImportFindings(contents), []);
        const [identity] = contents.identities;
        assert.ok(identity !== undefined);
        assert.deepEqual(identity.certificate.extendedKeyUsage, ['clientAuth']);
        assert.equal(identity.certificate.commonName, row.user);
        const { verdict } = verifyChain({
          leaf: identity.certificate,
          intermediates: [],
          anchors: [root],
          at: place.clock.now(),
          purpose: 'clientAuth',
        });
        assert.equal(verdict, 'valid');
        passwords.add(await readFile(row.passwordFile ?? '', 'utf8'));
      }
      assert.equal(passwords.size, 2);
      const [ana] = rows;
      assert.ok(ana !== undefined);
      const { subjectAltNames } = (await open(ana)).certificates[0] ?? {};
      assert.deepEqual(subjectAltNames, [{ type: 'EMAIL', value: 'ana@example.com' }]);
    }));

  it('given any files, then they are for their owner alone, and no password is shown', () =>
    Workplace.with(async (place) => {
      const { stdout, stderr } = await place.run([...ISSUE, '--user', '../../ana', '--generate-passwords']);
      const folder = join(place.folder, 'devices');
      const names = await readdir(folder);
      assert.deepEqual(names.sort(), [
        'ana.p12',
        'ana.password',
        'device-ca.key',
        'device-ca.pem',
        'issued.csv',
      ]);
      for (const name of names) assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
      assert.equal((await stat(folder)).mode & 0o777, 0o700);
      const password = (await readFile(join(folder, 'ana.password'), 'utf8')).trim();
      assert.match(password, /^(\w{5}-){3}\w{5}$/);
      assert.ok(!`${stdout}${stderr}`.includes(password));
    }));

  it('given a run before, then issues from the same authority, and passes over who has a file', () =>
    Workplace.with(async (place) => {
      await writeFile(join(place.folder, 'password'), 'correct\n');
      const issuing = [...ISSUE, '--p12-password-file', 'password'];
      const [first] = (await place.json([...issuing, '--user', 'ana'])) as Issued[];
      const authority = await readFile(join(place.folder, 'devices/device-ca.pem'), 'utf8');
      const rows = (await place.json([...issuing, '--csv', '-'], { stdin: 'user\nana\nben\n' })) as Issued[];
      assert.deepEqual(
        rows.map(({ result }) => result),
        ['exists', 'written'],
      );
      assert.equal(await readFile(join(place.folder, 'devices/device-ca.pem'), 'utf8'), authority);
      assert.ok(first !== undefined && rows[1] !== undefined);
      const before = (await open(first, 'correct')).certificates[0]?.sha256;
      await place.succeed([...issuing, '--user', 'ana', '--force']);
      assert.notEqual((await open(first, 'correct')).certificates[0]?.sha256, before);
      assert.equal((await open(rows[1], 'correct')).certificates[0]?.commonName, 'ben');
      const list = await readFile(join(place.folder, 'devices/issued.csv'), 'utf8');
      assert.match(list, /^user,p12,passwordFile\nben,.*ben\.p12,\nana,.*ana\.p12,\n$/);
    }));

  it('given its list, then device-profile ios makes the profiles', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      await place.succeed([...ISSUE, '--user', 'ana', '--user', 'ben', '--generate-passwords']);
      const profiles = ['device-profile', 'ios', '--fleet', 'sales', '--directory', 'out'];
      const rows = (await place.json([...profiles, '--csv', 'devices/issued.csv'])) as Issued[];
      assert.deepEqual(
        rows.map(({ user, result }) => `${user} ${result}`),
        ['ana written', 'ben written'],
      );
    }));

  it('given an authority of another’s making, then issues from it, its key decrypted', async function () {
    if (spawnSync('openssl', ['version']).status !== 0) this.skip();
    await Workplace.with(async (place) => {
      const openssl = (...words: string[]): void => {
        assert.equal(spawnSync('openssl', words, { cwd: place.folder }).status, 0, words.join(' '));
      };
      const subject = ['-subj', '/O=Ünïted/CN=Own CA', '-utf8', '-days', '20000'];
      openssl(
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-keyout',
        'ca.key',
        '-out',
        'ca.pem',
        '-passout',
        'pass:correct',
        ...subject,
      );
      openssl(
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-keyout',
        'ec.key',
        '-out',
        'ec.pem',
        '-nodes',
        ...subject,
      );
      await writeFile(join(place.folder, 'password'), 'correct\n');
      place.clock.advance(4 * 365 * 86_400_000);
      const words = [
        ...ISSUE,
        '--user',
        'ana',
        '--p12-password-file',
        'password',
        '--ca-cert',
        'ca.pem',
        '--ca-key',
      ];
      const [row] = (await place.json([...words, 'ca.key', '--ca-password-file', 'password'])) as Issued[];
      assert.ok(row !== undefined);
      const [identity] = (await open(row, 'correct')).identities;
      assert.equal(identity?.chain[0]?.subject, 'CN=Own CA,O=Ünïted');
      assert.equal((await place.run([...words, 'ec.key'])).code, 3);
      assert.equal((await place.run([...words, 'ca.key'])).code, 4);
      words[words.indexOf('ca.pem')] = 'ec.pem';
      assert.match((await place.run([...words, 'ec.key'])).stderr, /EC-P-256/);
    });
  });

  it('given what cannot be, then says so before anything is made', () =>
    Workplace.with(async (place) => {
      await writeFile(join(place.folder, 'empty'), '\n');
      const refusals: readonly (readonly [string[], number, RegExp])[] = [
        [['--user', 'a\tb', '--generate-passwords'], 3, /cannot be the user/],
        [['--user', 'x'.repeat(65), '--generate-passwords'], 3, /cannot be the user/],
        [['--user', 'ana', '--p12-password-file', 'empty'], 3, /empty/],
        [['--user', 'ana'], 4, /--p12-password-file or --generate-passwords/],
        [['--generate-passwords'], 2, /--user/],
        [['--user', 'ana', '--generate-passwords', '--ca-cert', 'a'], 2, /ca-key/],
        [['--user', 'ana', '--generate-passwords', '--days', '0'], 2, /days/],
      ];
      for (const [words, code, message] of refusals) {
        const run = await place.run([...ISSUE, ...words]);
        assert.equal(run.code, code, run.stderr);
        assert.match(run.stderr, message);
      }
      assert.ok(!(await readdir(place.folder)).includes('devices'));
    }));

  it('given half an authority in the folder, then says what is missing', () =>
    Workplace.with(async (place) => {
      await mkdir(join(place.folder, 'devices'));
      await writeFile(join(place.folder, 'devices/device-ca.pem'), '');
      const { code, stderr } = await place.run([...ISSUE, '--generate-passwords', '--user', 'ana']);
      assert.equal(code, 6);
      assert.match(stderr, /device-ca\.pem without device-ca\.key/);
    }));

  it('given --dry-run, then checks all of it, says what would be written, and writes nothing', () =>
    Workplace.with(async (place) => {
      const dryIn = (folder: string): string[] => [
        ...['device-cert', 'issue', '--directory', folder, '--generate-passwords', '--dry-run'],
      ];
      const dry = dryIn('devices');
      const { code, stdout, stderr } = await place.run([...dry, '--user', 'ana', '--json']);
      assert.equal(code, 0, stderr);
      const file = join(place.folder, 'devices/ana.p12');
      const passwordFile = join(place.folder, 'devices/ana.password');
      assert.deepEqual(JSON.parse(stdout), [
        { user: 'ana', result: 'planned', file, passwordFile, notAfter: '2027-01-01T00:00:00.000Z' },
      ]);
      assert.equal(stderr, 'This was a dry run: no file was written.\n');
      await assert.rejects(stat(join(place.folder, 'devices')), { code: 'ENOENT' });

      await place.succeed([...ISSUE, '--generate-passwords', '--user', 'ana']);
      const before = await readFile(join(place.folder, 'devices/issued.csv'), 'utf8');
      const rows = (await place.json([...dry, '--csv', '-'], { stdin: 'user\nana\nben\n' })) as Issued[];
      assert.deepEqual(
        rows.map(({ result }) => result),
        ['exists', 'planned'],
      );
      assert.equal(await readFile(join(place.folder, 'devices/issued.csv'), 'utf8'), before);

      assert.equal((await place.run([...dry, '--user', 'ana', '--days', '40000', '--force'])).code, 3);
      await writeFile(join(place.folder, 'taken'), '');
      assert.equal((await place.run([...dryIn('taken/in'), '--user', 'ana'])).code, 3);
      await symlink('nowhere', join(place.folder, 'dangling'));
      assert.equal((await place.run([...dryIn('dangling/in'), '--user', 'ana'])).code, 3);
    }));

  it('given a file that cannot be written, then one user’s failure is the command’s, and no other’s', () =>
    Workplace.with(async (place) => {
      await mkdir(join(place.folder, 'devices/ben.password/in-the-way'), { recursive: true });
      const issuing = [...ISSUE, '--generate-passwords', '--user', 'ben'];
      const { code, stderr } = await place.run(issuing);
      assert.equal(code, 3, stderr);
      assert.match(stderr, /ben\.password' cannot be written/);
      const rows = JSON.parse(
        (await place.run([...issuing, '--user', 'ana', '-o', 'json'])).stdout,
      ) as Issued[];
      assert.deepEqual(
        rows.map(({ user, result }) => `${user} ${result}`),
        ['ben failed', 'ana written'],
      );
    }));
});
