import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readCertificate } from '../../../src/core/certificates/certificate.js';
import { toPem } from '../../../src/core/certificates/pem.js';
import { bundleOf, indefinite } from '../../certificates/bundles.js';
import { type Run, Workplace } from '../../support/cli.js';

const FIXTURES = resolve(import.meta.dirname, '../../fixtures');
const CERTIFICATES = join(FIXTURES, 'certificates');
const IN_2030 = 4 * 365 * 86_400_000;
/** Of the PKCS#12 fixtures. */
const PASSWORD = 'correct';
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

interface Inspection {
  readonly kind: string;
  readonly certificates: readonly Readonly<Record<string, unknown>>[];
  readonly chain: readonly { readonly subject: string; readonly sha256: string }[];
  readonly findings: readonly { readonly id: string; readonly severity: string }[];
  readonly requests: readonly Readonly<Record<string, unknown>>[];
  readonly publicKeys: readonly string[];
  readonly privateKeys: number;
}
interface Verification {
  readonly verdict: string;
  readonly chain: readonly { readonly subject: string }[];
  readonly findings: readonly { readonly id: string; readonly severity: string }[];
}

const fixture = (name: string): Promise<Buffer> => readFile(join(CERTIFICATES, name));
const derOf = async (name: string): Promise<Uint8Array> =>
  readCertificate(await fixture(`chain/${name}.pem`)).der;
const errorsOf = ({ findings }: Pick<Verification, 'findings'>): string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ id }) => id);

function at2030(body: (place: Workplace) => Promise<void>): Promise<void> {
  return Workplace.with(async (place) => {
    place.clock.advance(IN_2030);
    await body(place);
  });
}

/** Inspects bytes. @returns how it ended, and the result */
async function inspect(
  place: Workplace,
  bytes: string | Uint8Array,
  ...words: string[]
): Promise<Inspection & { run: Run }> {
  await writeFile(join(place.folder, 'file'), bytes);
  const run = await place.run(['certificate', 'inspect', 'file', '--json', ...words]);
  return { ...(JSON.parse(run.stdout) as Inspection), run };
}

describe('worklink certificate inspect', () => {
  it('given a certificate, then says all of it in members a script can rely on', () =>
    at2030(async (place) => {
      const facts = readCertificate(await fixture('chain/leaf.pem'));
      const { kind, certificates, findings, run } = await inspect(place, facts.pem);
      assert.deepEqual([run.code, kind, findings], [0, 'certificate', []]);
      const [certificate = {}] = certificates;
      const { subject, issuer, serialNumber, sha256, keyType, isCa } = facts;
      assert.deepEqual(
        { ...certificate },
        {
          ...{ subject, issuer, serialNumber, sha256 },
          ...{ notBefore: facts.notBefore.toISOString(), notAfter: facts.notAfter.toISOString() },
          ...{ isCa, keyType, subjectAltNames: ['DNS:www.example.com'] },
          ...{ version: 3, signatureAlgorithm: facts.signatureAlgorithm, extendedKeyUsage: ['serverAuth'] },
        },
      );
    }));

  it('given DER, PKCS#7 in DER, BER and PEM, and standard input, then says the same certificates', () =>
    at2030(async (place) => {
      const [leaf, middle] = [await derOf('leaf'), await derOf('middle')];
      assert.equal((await inspect(place, leaf)).kind, 'certificate');
      for (const bundle of [
        bundleOf([leaf, middle]),
        bundleOf([leaf, middle], indefinite),
        toPem(bundleOf([leaf, middle]), 'PKCS7'),
      ]) {
        const { kind, certificates, run } = await inspect(place, bundle);
        assert.deepEqual([run.code, kind, certificates.length], [0, 'pkcs7', 2]);
      }
      const run = await place.run(['certificate', 'inspect', '-', '--json'], { stdin: toPem(leaf) });
      assert.equal((JSON.parse(run.stdout) as Inspection).certificates.length, 1);
    }));

  it('given several certificates in any order, then says their chain, and which issuer is missing', () =>
    at2030(async (place) => {
      const [leaf, middle, root] = [await derOf('leaf'), await derOf('middle'), await derOf('root')];
      const whole = await inspect(place, bundleOf([root, leaf, middle]));
      const [first, second, third] = whole.certificates;
      assert.deepEqual(
        whole.chain.map(({ sha256 }) => sha256),
        [second?.['sha256'], third?.['sha256'], first?.['sha256']],
      );
      assert.deepEqual(whole.findings, []);
      const gap = await inspect(place, bundleOf([middle, leaf]));
      assert.deepEqual([gap.run.code, gap.findings.map(({ id }) => id)], [0, ['chain-gap']]);
      assert.deepEqual((await inspect(place, leaf)).chain, []);
    }));

  it('given PKCS#12, then opens it with the password of a file, and says what is missing or wrong', () =>
    at2030(async (place) => {
      const file = await readFile(join(FIXTURES, 'pkcs12/aes-256.p12'));
      const none = await inspect(place, file);
      assert.deepEqual([none.run.code, none.kind, errorsOf(none)], [3, 'pkcs12', ['pkcs12-password-needed']]);
      await writeFile(join(place.folder, 'password'), 'wrong-secret');
      const wrong = await inspect(place, file, '--password-file', 'password');
      assert.deepEqual([wrong.run.code, errorsOf(wrong)], [3, ['pkcs12-password-wrong']]);
      assert.doesNotMatch(wrong.run.stdout + wrong.run.stderr, /wrong-secret/);
      await writeFile(join(place.folder, 'password'), PASSWORD);
      const right = await inspect(place, file, '--password-file', 'password');
      assert.deepEqual([right.run.code, right.privateKeys], [0, 1]);
      assert.ok(right.certificates.length > 0);
      const asked = await place.run(['certificate', 'inspect', 'file'], {
        terminal: true,
        answers: [`${PASSWORD}\r`],
      });
      assert.equal(asked.code, 0, asked.stderr);
      assert.ok(!(asked.stdout + asked.stderr).includes(PASSWORD));
    }));

  it('given a private key beside a certificate, then counts it and shows nothing of it', () =>
    at2030(async (place) => {
      const key = (await fixture('keys/ec-p-256.key')).toString();
      const { kind, privateKeys, findings, run } = await inspect(
        place,
        key + (await fixture('keys/ec-p-256.crt')).toString(),
      );
      assert.deepEqual([run.code, kind, privateKeys], [0, 'certificate', 1]);
      assert.ok(findings.some(({ id }) => id === 'private-key-present'));
      const lines = key.split('\n').filter((line) => line.length > 20 && !line.startsWith('-'));
      for (const line of lines) assert.ok(!run.stdout.includes(line));
    }));

  it('given bytes after a certificate, two in one block, a part of one, or none, then exits 3 with a finding', () =>
    at2030(async (place) => {
      const leaf = await derOf('leaf');
      const twice = Buffer.concat([leaf, leaf]);
      for (const bytes of [
        Buffer.concat([leaf, Uint8Array.of(0)]),
        twice,
        toPem(twice),
        leaf.subarray(0, 200),
        '',
        'hello',
        '-----BEGIN CERTIFICATE-----\nMIIB\n',
      ]) {
        const result = await inspect(place, bytes);
        assert.equal(result.run.code, 3);
        assert.equal(errorsOf(result).length, 1);
        assert.deepEqual(result.certificates, []);
      }
    }));

  it('given an expired certificate, then warns and exits 0', () =>
    at2030(async (place) => {
      const { findings, run } = await inspect(place, await fixture('kinds/expired.pem'));
      assert.equal(run.code, 0);
      assert.ok(findings.some(({ id, severity }) => id === 'chain-expired' && severity === 'warning'));
    }));

  it('given every fixture there is, then says something or refuses it, and is never surprised', () =>
    at2030(async (place) => {
      for (const folder of ['kinds', 'keys', 'chain']) {
        for (const name of await readdir(join(CERTIFICATES, folder))) {
          const { run } = await inspect(place, await fixture(`${folder}/${name}`));
          assert.ok(run.code === 0 || run.code === 3, `${name}: ${run.stderr}`);
        }
      }
    })).timeout(60_000);

  it('given a key of each kind that OpenSSL makes, in a request or alone, then names it', function () {
    if (!hasOpenssl) this.skip();
    this.timeout(60_000);
    return at2030(async (place) => {
      const openssl = (...words: string[]) =>
        execFileSync('openssl', words, { cwd: place.folder, stdio: 'pipe' });
      const ec = (curve: string, ...more: string[]) => [
        '-algorithm',
        'EC',
        '-pkeyopt',
        `ec_paramgen_curve:${curve}`,
        ...more,
      ];
      for (const [keyType, ...options] of [
        ['RSA-2048', '-algorithm', 'RSA'],
        ['RSA-PSS-2048', '-algorithm', 'RSA-PSS'],
        ['EC-P-256', ...ec('P-256')],
        ['EC-explicit', ...ec('P-256', '-pkeyopt', 'ec_param_enc:explicit')],
        ['EC-secp256k1', ...ec('secp256k1')],
        ['EC-brainpoolP320r1', ...ec('brainpoolP320r1')],
        ['EC-sect571r1', ...ec('sect571r1')],
        ['EC-SM2', ...ec('SM2')],
        ['Ed25519', '-algorithm', 'ED25519'],
        ['Ed448', '-algorithm', 'ED448'],
        ['X25519', '-algorithm', 'X25519'],
        ['X448', '-algorithm', 'X448'],
      ]) {
        openssl('genpkey', ...options, '-out', 'key');
        openssl('pkey', '-in', 'key', '-pubout', '-out', 'public');
        const alone = await inspect(place, await readFile(join(place.folder, 'public')));
        assert.deepEqual([alone.kind, alone.publicKeys, alone.run.code], ['public-key', [keyType], 0]);
        if (keyType === 'X25519' || keyType === 'X448') continue;
        openssl(
          'req',
          '-new',
          '-key',
          'key',
          '-subj',
          '/CN=a',
          '-addext',
          'subjectAltName=DNS:b.example,IP:::1',
          '-out',
          'csr',
        );
        const request = await inspect(place, await readFile(join(place.folder, 'csr')));
        const [first = {}] = request.requests;
        assert.deepEqual(
          [request.kind, request.run.code, first['keyType'], first['subjectAltNames']],
          ['certificate-request', 0, keyType, ['DNS:b.example', 'IP:::1']],
        );
        openssl('req', '-x509', '-key', 'key', '-subj', '/CN=a', '-out', 'crt');
        const certificate = await inspect(place, await readFile(join(place.folder, 'crt')));
        assert.deepEqual([certificate.run.code, certificate.certificates[0]?.['keyType']], [0, keyType]);
      }
    });
  });

  it('given a request that was changed, then exits 3', function () {
    if (!hasOpenssl) this.skip();
    return at2030(async (place) => {
      const openssl = (...words: string[]) =>
        execFileSync('openssl', words, { cwd: place.folder, stdio: 'pipe' });
      openssl(
        'req',
        '-new',
        '-newkey',
        'ed25519',
        '-nodes',
        '-keyout',
        'key',
        '-subj',
        '/CN=aaaa',
        '-outform',
        'DER',
        '-out',
        'csr',
      );
      const csr = await readFile(join(place.folder, 'csr'));
      csr.write('bbbb', csr.indexOf('aaaa'));
      const changed = await inspect(place, csr);
      assert.deepEqual([changed.run.code, errorsOf(changed)], [3, ['request-signature-invalid']]);
    });
  });

  it('given a file that is not there, then exits 5; given none, 2', () =>
    at2030(async (place) => {
      assert.equal((await place.run(['certificate', 'inspect', 'none'])).code, 5);
      assert.equal((await place.run(['certificate', 'inspect'])).code, 2);
      assert.equal((await place.run(['certificate', 'inspect', '-', '--password-file', '-'])).code, 2);
    }));
});

/** Runs `certificate verify` on fixtures of the chain by their names. */
async function verify(
  place: Workplace,
  leaf: string,
  cas: string,
  between: string,
  ...words: string[]
): Promise<Verification & { run: Run }> {
  const path = (name: string): string => join(CERTIFICATES, `chain/${name}.pem`);
  const flags = (flag: string, names: string): string[] =>
    names
      .split(' ')
      .filter(Boolean)
      .flatMap((name) => [flag, path(name)]);
  const argv = [
    'certificate',
    'verify',
    path(leaf),
    ...flags('--ca', cas),
    ...flags('--intermediates', between),
    ...words,
  ];
  const run = await place.run([...argv, '--json']);
  return { ...(JSON.parse(run.stdout) as Verification), run };
}

describe('worklink certificate verify', () => {
  for (const [title, leaf, cas, between, words] of [
    ['a chain up to an authority', 'leaf', 'root', 'middle', []],
    ['a chain for its host', 'leaf', 'root', 'middle', ['--hostname', 'WWW.example.com.']],
    ['a chain for a server', 'leaf', 'root', 'middle', ['--purpose', 'server']],
    ['an address for its host', 'leaf-ip', 'root', 'middle', ['--hostname', '192.0.3.9']],
    ['one good way among bad ones', 'leaf-no-key-id', 'root', 'middle-other-key middle-not-ca middle', []],
    ['a root cross-signed by the authority', 'leaf', 'other-root', 'middle root-by-other', []],
    ['SHA-1 in the chain, with a warning', 'leaf', 'root', 'middle-sha1', []],
    ['what is no authority beside one', 'leaf', 'leaf-ip root', 'middle', []],
  ] as const) {
    it(`given ${title}, then accepts it`, () =>
      at2030(async (place) => {
        const result = await verify(place, leaf, cas, between, ...words);
        assert.deepEqual([result.run.code, result.verdict, errorsOf(result)], [0, 'accepted', []]);
        assert.ok(result.chain.length > 1);
      }));
  }

  for (const [title, leaf, cas, between, words, id] of [
    ['no way up', 'leaf', 'root', '', [], 'chain-issuer-missing'],
    ['another root', 'leaf', 'other-root', 'middle root', [], 'chain-untrusted-root'],
    ['itself as its authority', 'leaf', 'leaf', '', [], 'chain-issuer-missing'],
    ['another host', 'leaf', 'root', 'middle', ['--hostname', 'a.example.com'], 'hostname-mismatch'],
    ['an address it has not', 'leaf', 'root', 'middle', ['--hostname', '10.1.2.3'], 'hostname-mismatch'],
    [
      'a host by common name alone',
      'leaf-common-name',
      'root',
      'middle',
      ['--hostname', 'www.example.org'],
      'hostname-common-name',
    ],
    ['no host at all', 'leaf', 'root', 'middle', ['--hostname', 'a b'], 'hostname-invalid'],
    ['another purpose', 'leaf', 'root', 'middle', ['--purpose', 'client'], 'chain-purpose'],
    ['a moment before', 'leaf', 'root', 'middle', ['--at', '2000-01-01'], 'chain-not-yet-valid'],
    ['a moment after', 'leaf', 'root', 'middle', ['--at', '2999-01-01T00:00:00Z'], 'chain-expired'],
    ['a path length exceeded', 'leaf-of-lower', 'root', 'lower middle-path-0', [], 'chain-path-length'],
    [
      'an unknown critical extension',
      'leaf-unknown',
      'root',
      'middle',
      [],
      'chain-unknown-critical-extension',
    ],
    ['an intermediate that is no authority', 'leaf', 'root', 'middle-not-ca', [], 'chain-not-an-authority'],
    ['excluded names', 'leaf-secret', 'root', 'middle-excludes', [], 'chain-name-constraints'],
  ] as const) {
    it(`given ${title}, then refuses it by ${id} and exits 3`, () =>
      at2030(async (place) => {
        const result = await verify(place, leaf, cas, between, ...words);
        assert.deepEqual([result.run.code, result.verdict], [3, 'refused']);
        assert.ok(errorsOf(result).includes(id), errorsOf(result).join(' '));
      }));
  }

  it('given several certificates where one is meant, a private key, or a wrong time, then exits without a verdict', () =>
    at2030(async (place) => {
      const root = join(CERTIFICATES, 'chain/root.pem');
      const both =
        (await fixture('chain/leaf.pem')).toString() + (await fixture('chain/middle.pem')).toString();
      await writeFile(join(place.folder, 'both.pem'), both);
      const several = await place.run(['certificate', 'verify', 'both.pem', '--ca', root]);
      assert.equal(several.code, 3);
      assert.match(several.stderr, /holds 2 certificates/);
      await writeFile(join(place.folder, 'key.pem'), (await fixture('keys/rsa-2048.key')).toString());
      const key = await place.run(['certificate', 'verify', root, '--ca', 'key.pem']);
      assert.equal(key.code, 3);
      assert.match(key.stderr, /private key/);
      assert.equal((await place.run(['certificate', 'verify', root, '--ca', root, '--at', 'soon'])).code, 2);
      assert.equal((await place.run(['certificate', 'verify', root])).code, 2);
    }));

  it('given IP addresses, IDNs and wildcards, then judges hosts as TLS clients do', function () {
    if (!hasOpenssl) this.skip();
    return at2030(async (place) => {
      const names =
        'DNS:*.example.com,DNS:xn--mnchen-3ya.example,IP:2001:db8::1,IP:192.0.2.7,DNS:192.0.2.8,DNS:*.com';
      const words = ['-newkey', 'ed25519', '-nodes', '-keyout', 'k', '-out', 'c.pem', '-days', '36500'];
      execFileSync(
        'openssl',
        ['req', '-x509', ...words, '-subj', '/CN=cn.example', '-addext', `subjectAltName=${names}`],
        {
          cwd: place.folder,
          stdio: 'pipe',
        },
      );
      for (const [host, code] of [
        ['a.example.com', 0],
        ['example.com', 3],
        ['a.b.example.com', 3],
        ['münchen.example', 0],
        ['xn--mnchen-3ya.example', 0],
        ['2001:DB8:0:0::1', 0],
        ['[2001:db8::1]', 0],
        ['2001:db8::2', 3],
        ['192.0.2.7', 0],
        ['192.0.2.8', 3],
        ['company.com', 3],
        ['cn.example', 3],
        ['*.example.com', 3],
      ] as const) {
        const moment = ['--at', new Date(Date.now() + 86_400_000).toISOString()];
        const run = await place.run([
          'certificate',
          'verify',
          'c.pem',
          '--ca',
          'c.pem',
          '--hostname',
          host,
          ...moment,
        ]);
        assert.equal(run.code, code, `${host}: ${run.stderr}`);
      }
    });
  });
});
