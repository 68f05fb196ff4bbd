import assert from 'node:assert/strict';
import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readCertificate } from '../../../src/core/certificates/certificate.js';
import { bundleOf } from '../../certificates/bundles.js';
import { buildCertificate, newKeys } from '../../certificates/builder.js';
import { Workplace } from '../../support/cli.js';
import { errorOf } from '../domain/prepared.js';

const ENTER = '\r';
const FIXTURES = resolve(import.meta.dirname, '../../fixtures/certificates');
/** The fixtures are valid from the day they were made. */
const IN_2030 = 4 * 365 * 86_400_000;
const CHAIN = ['root', 'other-root', 'middle', 'leaf', 'root-version-1', 'middle-no-sign', 'rsa-root'];

interface Ca {
  readonly websiteCaId: string;
  readonly displayName?: string;
  readonly subject: string;
  readonly sha256: string;
  readonly certificate: string;
  readonly result?: string;
  readonly path?: string;
  readonly error?: { readonly code: string };
  readonly findings: readonly { readonly id: string }[];
}

const fixture = (name: string): Promise<Buffer> => readFile(join(FIXTURES, name));

/** A workplace in 2030 with a fleet and fixtures in its folder. */
function withFleet(body: (place: Workplace) => Promise<void>): Promise<void> {
  return Workplace.with(async (place) => {
    place.clock.advance(IN_2030);
    await place.succeed(['fleet', 'create', 'sales']);
    for (const name of CHAIN)
      await writeFile(join(place.folder, `${name}.pem`), await fixture(`chain/${name}.pem`));
    await writeFile(join(place.folder, 'expired.pem'), await fixture('kinds/expired.pem'));
    await writeFile(join(place.folder, 'private.key'), await fixture('keys/rsa-2048.key'));
    await body(place);
  });
}

const ca = (verb: string, ...words: string[]): string[] => ['ca', verb, ...words, '-f', 'sales'];
const list = async (place: Workplace): Promise<Ca[]> => (await place.json(ca('list'))) as Ca[];
const upload = async (place: Workplace, ...words: string[]): Promise<Ca[]> =>
  (await place.json(ca('upload', ...words))) as Ca[];

/** A root of any name, valid from 2020 to 2040. */
function rootNamed(subject: string): Uint8Array {
  const { publicKey, privateKey } = newKeys();
  return buildCertificate({ subject, issuer: subject, subjectKey: publicKey, issuerKey: privateKey });
}

describe('worklink ca upload', () => {
  it('given PEM, DER and PKCS#7, in several files or one, then uploads each certificate in the form of the service', () =>
    withFleet(async (place) => {
      const root = readCertificate(await fixture('chain/root.pem'));
      const others = ['other-root', 'middle'].map((name) => fixture(`chain/${name}.pem`));
      const ders = (await Promise.all(others)).map((pem) => readCertificate(pem).der);
      await writeFile(join(place.folder, 'root.der'), root.der);
      await writeFile(join(place.folder, 'bundle.p7b'), bundleOf(ders));
      const uploaded = await upload(place, 'root.der', 'bundle.p7b');
      assert.deepEqual(
        uploaded.map(({ subject, result }) => [subject, result]),
        [
          ['CN=Root,O=Example', 'uploaded'],
          ['CN=Other Root,O=Example', 'uploaded'],
          ['CN=Middle,O=Example', 'uploaded'],
        ],
      );
      const present = await list(place);
      assert.deepEqual(
        present.map(({ websiteCaId }) => websiteCaId),
        uploaded.map(({ websiteCaId }) => websiteCaId),
      );
      assert.equal(present[0]?.certificate, root.pem);
      assert.equal(present[0].sha256, root.sha256);
    }));

  it('given PEM with Windows line ends and text around it on standard input, then uploads it in lines of 64', () =>
    withFleet(async (place) => {
      const { pem } = readCertificate(await fixture('chain/root.pem'));
      const stdin = `subject: root\r\n${pem.replaceAll('\n', '\r\n')}\r\nend`;
      await place.succeed(ca('upload', '-', '--display-name', 'Example root'), { stdin });
      const [only] = await list(place);
      assert.deepEqual([only?.certificate, only?.displayName], [pem, 'Example root']);
    }));

  it('given --dry-run, then says the calls and changes nothing', () =>
    withFleet(async (place) => {
      const { calls } = (await place.json(ca('upload', 'root.pem', '--dry-run'))) as {
        calls: { operation: string; input: { Certificate: string } }[];
      };
      assert.equal(calls[0]?.operation, 'AssociateWebsiteCertificateAuthority');
      assert.equal(calls[0].input.Certificate, readCertificate(await fixture('chain/root.pem')).pem);
      assert.deepEqual(await list(place), []);
    }));

  for (const [title, file, message] of [
    ['a leaf', 'leaf.pem', /not the certificate of a certificate authority/],
    ['an authority that may not sign', 'middle-no-sign.pem', /keyCertSign/],
    ['an expired certificate', 'expired.pem', /expired on/],
  ] as const) {
    it(`given ${title}, then exits 3 and uploads nothing`, () =>
      withFleet(async (place) => {
        const run = await place.run(ca('upload', file, '--json'));
        assert.equal(run.code, 3);
        assert.match(errorOf(run).message, message);
        assert.deepEqual(await list(place), []);
      }));
  }

  it('given an expired authority and --allow-expired, then uploads it with a warning', () =>
    withFleet(async (place) => {
      await writeFile(join(place.folder, 'old.pem'), rootNamed('Old'));
      place.clock.advance(15 * 365 * 86_400_000);
      assert.equal((await place.run(ca('upload', 'old.pem'))).code, 3);
      const run = await place.run(ca('upload', 'old.pem', '--allow-expired'));
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stderr, /warning chain-expired/);
    }));

  it('given a root of version 1, then uploads it with a warning', () =>
    withFleet(async (place) => {
      const run = await place.run(ca('upload', 'root-version-1.pem'));
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stderr, /warning authority-version-1/);
    }));

  it('given a file that also holds a private key, then refuses it whole and shows nothing of the key', () =>
    withFleet(async (place) => {
      const key = (await fixture('keys/rsa-2048.key')).toString();
      const root = (await fixture('chain/root.pem')).toString();
      await writeFile(join(place.folder, 'both.pem'), root + key);
      for (const file of ['both.pem', 'private.key']) {
        const run = await place.run(ca('upload', 'other-root.pem', file, '--debug'));
        assert.equal(run.code, 3);
        assert.match(run.stderr, /private key/);
        assert.ok(!run.stderr.includes(key.slice(100, 140)));
      }
      assert.deepEqual(await list(place), []);
    }));

  it('given certificates twice, in the files or uploaded before, then refuses those and uploads the others', () =>
    withFleet(async (place) => {
      await place.succeed(ca('upload', 'root.pem'));
      const run = await place.run(
        ca('upload', 'root.pem', 'other-root.pem', 'other-root.pem', 'leaf.pem', '--json'),
      );
      assert.equal(run.code, 3);
      const rows = JSON.parse(run.stdout) as Ca[];
      assert.deepEqual(
        rows.map(({ result, error }) => [result, error?.code]),
        [
          ['failed', 'AlreadyExists'],
          ['uploaded', undefined],
          ['failed', 'AlreadyExists'],
          ['failed', 'InvalidInput'],
        ],
      );
      assert.equal((await list(place)).length, 2);
      const again = await place.run(ca('upload', 'root.pem', '--json'));
      assert.equal(again.code, 6);
      assert.match(errorOf(again).message, /already, as /);
    }));

  for (const [title, words, code, message] of [
    ['a file that is not there', ['none.pem'], 5, /does not exist/],
    ['standard input twice', ['-', '-'], 2, /only once/],
    ['no file', [], 2, /Missing FILE/],
    ['one name for two', ['root.pem', 'middle.pem', '--display-name', 'x'], 2, /names one certificate/],
    ['a long name', ['root.pem', '--display-name', 'x'.repeat(101)], 3, /--display-name/],
  ] as const) {
    it(`given ${title}, then exits ${String(code)}`, () =>
      withFleet(async (place) => {
        const run = await place.run(ca('upload', ...words));
        assert.equal(run.code, code, run.stderr);
        assert.match(run.stderr, message);
        assert.deepEqual(await list(place), []);
      }));
  }

  it('given garbage, then names the file and says what it is', () =>
    withFleet(async (place) => {
      await writeFile(join(place.folder, 'page.html'), '<html></html>');
      const run = await place.run(ca('upload', 'page.html'));
      assert.equal(run.code, 3);
      assert.match(run.stderr, /The file 'page\.html': The input is an HTML or XML document/);
    }));

  it('given a fleet that is not there, then exits 5', () =>
    withFleet(async (place) => {
      assert.equal((await place.run(['ca', 'upload', 'root.pem', '-f', 'none'])).code, 5);
    }));
});

describe('worklink ca list and show', () => {
  it('given many, then lists all in pages, and cuts by --max-items', () =>
    withFleet(async (place) => {
      for (let count = 0; count < 5; count += 1)
        await writeFile(join(place.folder, `${String(count)}.der`), rootNamed(`Root ${String(count)}`));
      await upload(place, '0.der', '1.der', '2.der', '3.der', '4.der');
      assert.equal(((await place.json(ca('list', '--page-size', '2'))) as Ca[]).length, 5);
      const cut = await place.run(ca('list', '--max-items', '3', '-o', 'csv'));
      assert.equal(cut.stdout.trim().split('\n').length, 4);
      assert.match(cut.stderr, /--starting-token/);
    }));

  it('given an ID, a display name or a fingerprint in any writing, then shows the one', () =>
    withFleet(async (place) => {
      await upload(place, 'other-root.pem');
      const [uploaded] = await upload(place, 'root.pem', '--display-name', 'Example root');
      assert.ok(uploaded !== undefined);
      const colons = uploaded.sha256.toUpperCase().match(/../g)?.join(':') ?? '';
      for (const reference of [
        uploaded.websiteCaId,
        'Example root',
        uploaded.sha256,
        colons,
        `sha256 Fingerprint=${colons}`,
      ]) {
        const shown = (await place.json(ca('show', reference))) as Ca;
        assert.equal(shown.websiteCaId, uploaded.websiteCaId);
      }
    }));

  it('given a name nothing has, then exits 5 and suggests one; given a name of two, then exits 2 and lists IDs', () =>
    withFleet(async (place) => {
      await upload(place, 'root.pem', '--display-name', 'Example');
      const none = await place.run(ca('show', 'Exmaple', '--json'));
      assert.equal(none.code, 5);
      assert.match(errorOf(none).hint ?? '', /Did you mean 'Example'/);
      await upload(place, 'other-root.pem', '--display-name', 'Example');
      const two = await place.run(ca('show', 'Example'));
      assert.equal(two.code, 2);
      for (const { websiteCaId } of await list(place)) assert.match(two.stderr, new RegExp(websiteCaId));
    }));
});

describe('worklink ca download', () => {
  const files = async (place: Workplace): Promise<string[]> =>
    (await readdir(join(place.folder, 'out'))).sort();

  it('given --all, then writes each as it was uploaded, and leaves files that exist alone unless --force is given', () =>
    withFleet(async (place) => {
      await mkdir(join(place.folder, 'out'));
      await upload(place, 'root.pem', 'other-root.pem');
      await writeFile(join(place.folder, 'out/Root.pem'), 'mine');
      const run = await place.run(ca('download', '--all', '--directory', 'out'));
      assert.equal(run.code, 6);
      assert.deepEqual(await files(place), ['Other-Root.pem', 'Root.pem']);
      assert.equal(await readFile(join(place.folder, 'out/Root.pem'), 'utf8'), 'mine');
      await place.succeed(ca('download', '--all', '--directory', 'out', '--force'));
      const { pem } = readCertificate(await fixture('chain/root.pem'));
      assert.equal(await readFile(join(place.folder, 'out/Root.pem'), 'utf8'), pem);
      assert.deepEqual(await files(place), ['Other-Root.pem', 'Root.pem']);
    }));

  it('given --format der, then writes the bytes of the certificate', () =>
    withFleet(async (place) => {
      await upload(place, 'root.pem');
      await place.succeed(ca('download', '--all', '--format', 'der'));
      const { der } = readCertificate(await fixture('chain/root.pem'));
      assert.ok((await readFile(join(place.folder, 'Root.der'))).equals(der));
    }));

  it('given hostile and equal names, then writes every file into the folder, each by its own name', () =>
    withFleet(async (place) => {
      await mkdir(join(place.folder, 'out'));
      const names = [
        '../../x',
        'nul\0',
        'NUL',
        '..',
        '-rf',
        'a/b\\c',
        'same',
        'Same',
        'x'.repeat(100),
        '‮txt',
      ];
      for (const [index, name] of names.entries()) {
        await writeFile(join(place.folder, 'any.der'), rootNamed(`Root ${String(index)}`));
        await place.succeed(ca('upload', 'any.der', '--display-name', name));
      }
      const rows = (await place.json(ca('download', '--all', '--directory', 'out'))) as Ca[];
      assert.equal(rows.length, names.length);
      const written = await files(place);
      assert.equal(written.length, names.length);
      for (const { path = '' } of rows) assert.ok(path.startsWith(`${join(place.folder, 'out')}/`), path);
      for (const name of written) assert.match(name, /^[A-Za-z0-9_][\w-]*\.pem$/);
    }));

  it('given a link in the place of the file, then --force replaces the link and not what it leads to', () =>
    withFleet(async (place) => {
      await mkdir(join(place.folder, 'out'));
      await upload(place, 'root.pem');
      const aim = join(place.folder, 'precious');
      await writeFile(aim, 'precious');
      await symlink(aim, join(place.folder, 'out/Root.pem'));
      assert.equal((await place.run(ca('download', '--all', '--directory', 'out'))).code, 6);
      await place.succeed(ca('download', '--all', '--directory', 'out', '--force'));
      assert.equal(await readFile(aim, 'utf8'), 'precious');
      assert.ok((await lstat(join(place.folder, 'out/Root.pem'))).isFile());
    }));

  it('given --directory -, then all go to standard output as PEM; DER of several, or to a terminal, is refused', () =>
    withFleet(async (place) => {
      await upload(place, 'root.pem', 'other-root.pem');
      const stdout = await place.succeed(ca('download', '--all', '--directory', '-'));
      const pems = await Promise.all(['root', 'other-root'].map((name) => fixture(`chain/${name}.pem`)));
      assert.equal(stdout, pems.map((pem) => readCertificate(pem).pem).join(''));
      assert.equal((await place.run(ca('download', '--all', '--directory', '-', '--format', 'der'))).code, 2);
      const [first] = await list(place);
      const one = ca('download', first?.websiteCaId ?? '', '--directory', '-', '--format', 'der');
      assert.equal((await place.run(one)).code, 0);
      assert.equal((await place.run(one, { stdoutTerminal: true })).code, 2);
    }));

  it('given names and --all, or neither, then exits 2; given a file where the folder is to be, then exits 6', () =>
    withFleet(async (place) => {
      await upload(place, 'root.pem');
      assert.equal((await place.run(ca('download', 'x', '--all'))).code, 2);
      assert.equal((await place.run(ca('download'))).code, 2);
      await writeFile(join(place.folder, 'file'), '');
      assert.equal((await place.run(ca('download', '--all', '--directory', 'file'))).code, 6);
    }));
});

describe('worklink ca delete', () => {
  it('given several, then asks once, and deletes them', () =>
    withFleet(async (place) => {
      const uploaded = await upload(place, 'root.pem', 'other-root.pem', 'rsa-root.pem');
      const ids = uploaded.slice(0, 2).map(({ websiteCaId }) => websiteCaId);
      const words = ca('delete', ...ids);
      const unasked = await place.run(words);
      assert.equal(unasked.code, 4);
      const declined = await place.run(words, { terminal: true, answers: [`n${ENTER}`] });
      assert.equal(declined.code, 4);
      assert.equal((await list(place)).length, 3);
      const agreed = await place.run(words, { terminal: true, answers: [`y${ENTER}`] });
      assert.equal(agreed.code, 0, agreed.stderr);
      assert.deepEqual(
        (await list(place)).map(({ subject }) => subject),
        ['CN=RSA Root,O=Example'],
      );
    }));

  it('given --dry-run, then says the call; given one that is not there, then deletes none', () =>
    withFleet(async (place) => {
      const [uploaded] = await upload(place, 'root.pem');
      const { calls } = (await place.json(ca('delete', uploaded?.sha256 ?? '', '--dry-run'))) as {
        calls: { input: { WebsiteCaId: string } }[];
      };
      assert.equal(calls[0]?.input.WebsiteCaId, uploaded?.websiteCaId);
      const run = await place.run(ca('delete', uploaded?.websiteCaId ?? '', 'none', '--yes'));
      assert.equal(run.code, 5);
      assert.equal((await list(place)).length, 1);
    }));
});
