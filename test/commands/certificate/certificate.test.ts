import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openBackend } from '../../../src/cli/compose.js';
import { checkCertificateValidation } from '../../../src/core/admin/certificates/certificates.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import { Workplace } from '../../support/cli.js';
import { associate, errorOf, issue, prepare } from '../domain/prepared.js';

const ENTER = '\r';
const FIXTURES = resolve(import.meta.dirname, '../../fixtures/certificates');
/** The fixtures are valid from the day they were made. */
const IN_2030 = 4 * 365 * 86_400_000;

/** A workplace in 2030, with files of fixtures in it, for their owner alone. */
function withFiles(
  files: Readonly<Record<string, string>>,
  body: (place: Workplace) => Promise<void>,
): Promise<void> {
  return Workplace.with(async (place) => {
    place.clock.advance(IN_2030);
    for (const [name, fixture] of Object.entries(files))
      await writeFile(join(place.folder, name), await readFile(join(FIXTURES, fixture)), { mode: 0o600 });
    await body(place);
  });
}

const importing = (...words: string[]): string[] => [
  'certificate',
  'import',
  '--certificate',
  'cert',
  '--private-key',
  'key',
  ...words,
];

interface Certificate {
  readonly certificateArn: string;
  readonly status: string;
  readonly type: string;
  readonly keyAlgorithm: string;
  readonly notAfter: string;
}

describe('worklink certificate import', () => {
  const RSA = { cert: 'keys/rsa-2048.crt', key: 'keys/rsa-2048.key' };

  for (const [title, key] of [
    ['PKCS#8', 'keys/rsa-2048.key'],
    ['PKCS#1', 'keys/rsa-2048.pkcs1.key'],
    ['DER', 'keys/rsa-2048.der.key'],
  ] as const) {
    it(`given a key as ${title}, then imports the certificate, ISSUED`, () =>
      withFiles({ cert: RSA.cert, key }, async (place) => {
        const certificate = (await place.json(importing())) as Certificate;
        assert.equal(certificate.status, 'ISSUED');
        assert.equal(certificate.type, 'IMPORTED');
        assert.equal(certificate.keyAlgorithm, 'RSA-2048');
        assert.deepEqual(await place.json(['certificate', 'show', certificate.certificateArn]), certificate);
      }));
  }

  it('given an encrypted key, then its passphrase comes from a file, standard input or the person, and is never shown', () =>
    withFiles({ cert: RSA.cert, key: 'keys/rsa-2048.pbes2.key' }, async (place) => {
      await writeFile(join(place.folder, 'passphrase'), 'correct\n');
      await place.succeed(importing('--passphrase-file', 'passphrase'));
      await place.succeed(importing('--passphrase-file', '-'), { stdin: 'correct' });
      const asked = await place.run(importing(), { terminal: true, answers: [`correct${ENTER}`] });
      assert.equal(asked.code, 0, asked.stderr);
      assert.doesNotMatch(asked.stdout + asked.stderr, /correct/);
    }));

  it('given an encrypted key and nobody to ask, then exits 4 naming the flag; a wrong passphrase, 3', () =>
    withFiles({ cert: RSA.cert, key: 'keys/rsa-2048.pbes2.key' }, async (place) => {
      const none = await place.run(importing('--json'));
      assert.equal(none.code, 4);
      assert.match(errorOf(none).hint ?? '', /--passphrase-file/);
      const wrong = await place.run(importing('--passphrase-file', '-'), { stdin: 'incorrect' });
      assert.equal(wrong.code, 3);
      assert.match(wrong.stderr, /passphrase is wrong/);
      assert.doesNotMatch(wrong.stderr, /incorrect/);
    }));

  it('given a certificate and its chain, in one file or two, in any order and form, then sends the chain in order', () =>
    Workplace.with(async (place) => {
      place.clock.advance(IN_2030);
      const { certificate, chain, key } = await issued(place);
      await writeFile(join(place.folder, 'full'), certificate + chain);
      await writeFile(join(place.folder, 'cert'), certificate);
      await writeFile(join(place.folder, 'chain'), chain);
      await writeFile(join(place.folder, 'key'), key, { mode: 0o600 });
      const two = (await place.json(importing('--chain', 'chain', '--dry-run'))) as {
        calls: { input: object }[];
      };
      const one = await place.json([
        'certificate',
        'import',
        '--certificate',
        'full',
        '--private-key',
        'key',
        '--dry-run',
      ]);
      assert.deepEqual(one, two);
      assert.deepEqual(two.calls[0]?.input, { certificate, chain });
      assert.doesNotMatch(JSON.stringify(two), /PRIVATE KEY/);
      assert.deepEqual(await place.json(['certificate', 'list']), []);
      await place.succeed(importing('--chain', 'chain'));
      const both = await place.run([
        'certificate',
        'import',
        '--certificate',
        'full',
        '--private-key',
        'key',
        '--chain',
        'chain',
      ]);
      assert.equal(both.code, 3);
      assert.match(both.stderr, /Leave --chain out/);
    }));

  it('given a key file that others may read, then warns on stderr, and not where it is the owner’s alone', () =>
    withFiles(RSA, async (place) => {
      const own = await place.run(importing());
      assert.equal(own.stderr, '');
      await chmod(join(place.folder, 'key'), 0o640);
      const open = await place.run(importing());
      assert.equal(open.code, 0);
      assert.match(
        open.stderr,
        /^Others on this machine may read the private key in 'key': chmod 600 it\.\n$/,
      );
    }));

  it('given --replace, then the ARN stays; given one that was requested, exits 6', () =>
    withFiles(RSA, async (place) => {
      const first = (await place.json(importing())) as Certificate;
      const second = (await place.json(importing('--replace', 'www.example.com'))) as Certificate;
      assert.equal(second.certificateArn, first.certificateArn);
      assert.equal(((await place.json(['certificate', 'list'])) as object[]).length, 1);
      await place.succeed(['certificate', 'request', 'a.example.com']);
      assert.equal((await place.run(importing('--replace', 'a.example.com'))).code, 6);
      assert.equal((await place.run(importing('--replace', 'none.example.com'))).code, 5);
    }));

  const refusals: readonly (readonly [title: string, cert: string, key: string, expected: RegExp])[] = [
    [
      'a key of another certificate',
      'keys/rsa-2048.crt',
      'keys/ec-p-256.key',
      /private key cannot be used with the certificate/,
    ],
    [
      'a key in place of the certificate',
      'keys/rsa-2048.key',
      'keys/rsa-2048.key',
      /--certificate: .*private key/,
    ],
    ['a certificate in place of the key', 'keys/rsa-2048.crt', 'keys/rsa-2048.crt', /not a private key/],
    ['an expired certificate', 'kinds/expired.pem', 'keys/rsa-2048.key', /expired on/],
    ['a request', 'kinds/request.pem', 'keys/rsa-2048.key', /--certificate: .*request/],
    ['a key ACM does not take', 'keys/ed25519.crt', 'keys/ed25519.key', /Ed25519/],
  ];
  for (const [title, cert, key, expected] of refusals) {
    it(`given ${title}, then exits 3, shows no key and imports nothing`, () =>
      withFiles({ cert, key }, async (place) => {
        const { code, stdout, stderr } = await place.run(importing());
        assert.equal(code, 3, stderr);
        assert.match(stderr, expected);
        assert.equal(stdout, '');
        assert.deepEqual(await place.json(['certificate', 'list']), []);
      }));
  }

  it('given a chain that does not lead up from it, then exits 3', () =>
    withFiles({ ...RSA, chain: 'chain/other-root.pem' }, async (place) => {
      const { code, stderr } = await place.run(importing('--chain', 'chain'));
      assert.equal(code, 3);
      assert.match(stderr, /The chain does not verify/);
    }));

  it('given no files, ones that are not there, or two on standard input, then exits 2 or 5', () =>
    withFiles(RSA, async (place) => {
      assert.equal((await place.run(['certificate', 'import'])).code, 2);
      assert.equal((await place.run(['certificate', 'import', '--certificate', 'cert'])).code, 2);
      assert.equal((await place.run(importing('--chain', 'nowhere'))).code, 5);
      const words = ['certificate', 'import', '--certificate', '-', '--private-key', '-'];
      assert.match((await place.run(words)).stderr, /Standard input can be read only once/);
    }));

  it('given the certificate on standard input, then imports it', () =>
    withFiles(RSA, async (place) => {
      const words = ['certificate', 'import', '--certificate', '-', '--private-key', '@key'];
      await place.succeed(words, { stdin: await readFile(join(FIXTURES, RSA.cert), 'utf8') });
    }));
});

/** A certificate of an authority's, with the authority and the key, as PEM. */
async function issued(place: Workplace): Promise<{ certificate: string; chain: string; key: string }> {
  const { createAuthority, issueCertificate } = await import('../../../src/core/certificates/issue.js');
  const now = place.clock.now();
  const authority = await createAuthority({ name: 'test authority', now });
  const made = await issueCertificate({
    authority,
    domainName: 'a.example.com',
    subjectAltNames: [],
    now,
    days: 10,
  });
  return { certificate: made.certificatePem, chain: made.chainPem, key: made.privateKeyPem };
}

/** A backend without what only an emulator can do. */
function withoutEmulator({ emulator: _, ...backend }: Backend): Backend {
  return backend;
}

describe('worklink certificate request and validate', () => {
  it('given names, then it is PENDING_VALIDATION with a CNAME record for each, and ISSUED once validated', () =>
    Workplace.with(async (place) => {
      const words = [
        'certificate',
        'request',
        '--domain',
        'Example.com',
        '--san',
        '*.example.com',
        '--san',
        'a.example.org',
      ];
      const { stdout, stderr } = await place.run(words);
      assert.match(stdout, /^Status: +PENDING_VALIDATION$/m);
      const lines = stdout
        .split('\n')
        .filter((line) => / CNAME _[0-9a-f]{32}\.acm-validations\.aws\.$/.test(line));
      assert.equal(lines.length, 2, 'a wildcard shares the record of its base name');
      assert.match(stderr, /Create the validation records/);
      const [row] = (await place.json(['certificate', 'list'])) as (Certificate & {
        subjectAlternativeNames: string[];
      })[];
      assert.deepEqual(row?.subjectAlternativeNames, ['example.com', '*.example.com', 'a.example.org']);
      assert.match(
        await place.succeed(['certificate', 'validate', 'example.com']),
        /^Validated certificate arn:\S+ for example\.com \(ISSUED\)\.\n$/,
      );
      const again = await place.run(['certificate', 'validate', 'example.com']);
      assert.equal(again.code, 6);
    }));

  const refusals: readonly (readonly [title: string, words: readonly string[], code: number])[] = [
    ['no name', [], 2],
    ['the name twice', ['a.example.com', '--domain', 'a.example.com'], 2],
    ['what is no name', ['a_b.example.com'], 3],
    ['a wildcard within', ['a.*.example.com'], 3],
    [
      'too many names',
      [
        'a.example.com',
        ...Array.from({ length: 100 }, (_, index) => ['--san', `n${String(index)}.example.com`]).flat(),
      ],
      3,
    ],
  ];
  for (const [title, words, code] of refusals) {
    it(`given ${title}, then exits ${String(code)} and requests nothing`, () =>
      Workplace.with(async (place) => {
        assert.equal((await place.run(['certificate', 'request', ...words])).code, code);
        assert.deepEqual(await place.json(['certificate', 'list']), []);
      }));
  }

  it('given --dry-run, then request and validate change nothing', () =>
    Workplace.with(async (place) => {
      const plan = await place.json(['certificate', 'request', 'a.example.com', '--dry-run']);
      assert.deepEqual((plan as { calls: unknown }).calls, [
        { operation: 'RequestCertificate', input: { domainName: 'a.example.com', validationMethod: 'DNS' } },
      ]);
      assert.deepEqual(await place.json(['certificate', 'list']), []);
      await place.succeed(['certificate', 'request', 'a.example.com']);
      await place.succeed(['certificate', 'validate', 'a.example.com', '--dry-run']);
      assert.equal(
        ((await place.json(['certificate', 'show', 'a.example.com'])) as Certificate).status,
        'PENDING_VALIDATION',
      );
    }));

  it('given a backend that cannot validate by hand, then it says which can, with the code that exits 7', () =>
    Workplace.with(async (place) => {
      const { stdout, stderr } = { stdout: process.stdout, stderr: process.stderr };
      const surroundings = {
        host: place.host({}, stdout, stderr),
        dataDirectory: place.folder,
        userAgent: 'test',
      };
      const backend = withoutEmulator(await openBackend({ backend: 'local' }, surroundings));
      await assert.rejects(
        checkCertificateValidation(backend, 'a.example.com'),
        (error: Error & { code: string; hint: string }) => {
          assert.equal(error.code, 'UnsupportedByBackend');
          assert.match(error.hint, /--backend local/);
          return true;
        },
      );
      backend.close();
    }));
});

describe('worklink certificate list, show and delete', () => {
  it('given certificates, then list shows them all, those of a state, and at most so many', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await place.succeed(['certificate', 'request', 'pending.example.org']);
      const names = async (...words: string[]): Promise<string> =>
        place.succeed(['certificate', 'list', ...words, '--columns', 'domainName', '--no-header']);
      assert.equal(await names(), 'example.com\npending.example.org\n');
      assert.equal(await names('--status', 'ISSUED'), 'example.com\n');
      assert.equal(
        await names('--status', 'ISSUED', '--status', 'PENDING_VALIDATION', '--max-items', '1'),
        'example.com\n',
      );
      assert.deepEqual(await place.json(['certificate', 'list', '--status', 'EXPIRED']), []);
      assert.equal((await place.run(['certificate', 'list', '--status', 'GOOD'])).code, 2);
    }));

  it('given a name of several, then show exits 2 naming their ARNs; of none, 5 with one near it; no ARN of a certificate, 3', () =>
    Workplace.with(async (place) => {
      await place.succeed(['certificate', 'request', 'a.example.com']);
      await place.succeed(['certificate', 'request', 'a.example.com']);
      const several = await place.run(['certificate', 'show', 'A.example.com']);
      assert.equal(several.code, 2);
      assert.match(
        several.stderr,
        /Give an ARN: arn:\S+ \(PENDING_VALIDATION\), arn:\S+ \(PENDING_VALIDATION\)\./,
      );
      const none = await place.run(['certificate', 'show', 'b.example.com']);
      assert.equal(none.code, 5);
      assert.match(none.stderr, /Did you mean a\.example\.com\?/);
      assert.equal((await place.run(['certificate', 'show', 'arn:aws:iam::1:user/a'])).code, 3);
      assert.equal(
        (await place.run(['certificate', 'show', 'arn:aws:acm:us-east-1:123456789012:certificate/1'])).code,
        5,
      );
    }));

  it('given a certificate in use, then delete exits 6 naming the fleet; in a dry run too', () =>
    Workplace.with(async (place) => {
      await prepare(place);
      await associate(place, 'a.example.com');
      for (const flag of ['--yes', '--dry-run']) {
        const run = await place.run(['certificate', 'delete', 'example.com', flag, '--json']);
        assert.equal(run.code, 6);
        assert.match(errorOf(run).message, /is in use by fleet 'sales'\.$/);
      }
      const shown = (await place.json(['certificate', 'show', 'example.com'])) as { inUseBy: string[] };
      assert.deepEqual(shown.inUseBy, ['arn:aws:worklink::123456789012:fleet/sales']);
    }));

  it('given one that nobody uses, then delete asks, and takes it away', () =>
    Workplace.with(async (place) => {
      await place.succeed(['certificate', 'request', 'a.example.com']);
      const words = ['certificate', 'delete', 'a.example.com'];
      assert.equal((await place.run(words)).code, 4);
      assert.equal((await place.run(words, { terminal: true, answers: [ENTER] })).code, 4);
      await place.succeed([...words, '--dry-run']);
      assert.match(
        await place.succeed([...words, '--yes']),
        /^Deleted certificate arn:\S+ \(a\.example\.com\)\.\n$/,
      );
      assert.deepEqual(await place.json(['certificate', 'list']), []);
      assert.equal((await place.run(['certificate', 'delete'])).code, 2);
    }));

  it('given each form of output, then the certificate is in it', () =>
    Workplace.with(async (place) => {
      const arn = await issue(place, 'a.example.com');
      const show = (...form: string[]): Promise<string> =>
        place.succeed(['certificate', 'show', arn, ...form]);
      assert.match(await show('-o', 'yaml'), /^certificateArn: arn:/);
      assert.equal(
        await show('-o', 'csv', '--columns', 'domainName,status'),
        'domainName,status\na.example.com,ISSUED\n',
      );
      assert.equal(await show('-o', 'text', '--columns', 'status'), 'ISSUED\n');
      assert.equal(await show('-o', 'off'), '');
      assert.equal(await show('--query', 'validationRecords[0].recordType', '-o', 'text'), 'CNAME\n');
    }));
});
