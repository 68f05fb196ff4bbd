import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { readCertificate, readCertificates } from '../../src/core/certificates/certificate.js';
import { ipText } from '../../src/core/certificates/general-names.js';
import { toPem } from '../../src/core/certificates/pem.js';
import { WorklinkError } from '../../src/core/errors.js';
import { assertRefused, element, fixtureBytes, fixtureCertificate, fixtureText, hex } from './fixtures.js';

const FOLDER = new URL('../fixtures/certificates/', import.meta.url);

/** Every fixture that is a certificate. */
function allCertificatePaths(): string[] {
  const files = ['keys', 'kinds', 'chain'].flatMap((folder) =>
    readdirSync(new URL(folder, FOLDER)).map((name) => `${folder}/${name}`),
  );
  return files.filter((path) => /\.(crt|pem)$/.test(path) && !/request|trusted/.test(path));
}

describe('certificates/certificate', () => {
  it('reads every kind of key, and tells that the certificate signed itself', () => {
    const kinds = [
      ['rsa-2048', 'RSA-2048', 'sha256WithRSAEncryption'],
      ['rsa-4096', 'RSA-4096', 'sha256WithRSAEncryption'],
      ['rsa-signed-pss', 'RSA-2048', 'RSASSA-PSS-SHA-256'],
      ['rsa-pss', 'RSA-PSS-2048', 'RSASSA-PSS-SHA-384'],
      ['ec-p-256', 'EC-P-256', 'ecdsa-with-SHA256'],
      ['ec-p-384', 'EC-P-384', 'ecdsa-with-SHA256'],
      ['ec-p-521', 'EC-P-521', 'ecdsa-with-SHA256'],
      ['ec-secp256k1', 'EC-secp256k1', 'ecdsa-with-SHA256'],
      ['ed25519', 'Ed25519', 'Ed25519'],
      ['ed448', 'Ed448', 'Ed448'],
      ['dsa', 'DSA-2048', 'dsa-with-sha256'],
    ] as const;
    for (const [name, keyType, signatureAlgorithm] of kinds) {
      const facts = fixtureCertificate(`keys/${name}.crt`);
      assert.deepEqual(
        [facts.keyType, facts.signatureAlgorithm, facts.selfSigned, facts.isCa],
        [keyType, signatureAlgorithm, true, false],
        name,
      );
    }
  });

  it('does not take the word of a certificate that brings its own curve', () => {
    const facts = fixtureCertificate('keys/ec-explicit.crt');
    assert.deepEqual([facts.keyType, facts.selfSigned], ['EC-explicit', false]);
  });

  it('says for all fixtures and real roots what node:crypto says, where that is right', () => {
    const inputs = [...allCertificatePaths().map((path) => fixtureBytes(path)), ...rootCertificates];
    assert.ok(inputs.length > 150);
    for (const input of inputs) {
      const facts = readCertificate(input);
      const x509 = new X509Certificate(facts.der);
      assert.deepEqual([...facts.der], [...x509.raw]);
      assert.equal(facts.sha256, x509.fingerprint256.replaceAll(':', '').toLowerCase());
      assert.equal(
        BigInt(`0x${facts.serialNumber.replace('-', '')}`),
        BigInt(`0x${x509.serialNumber.replace('-', '')}`),
      );
      assert.equal(facts.notBefore.getTime(), Date.parse(x509.validFrom), facts.subject);
      assert.equal(facts.notAfter.getTime(), Date.parse(x509.validTo), facts.subject);
      // Node asks for the right to sign as well; here that is a fact of its own.
      assert.equal(facts.isCa && (facts.keyUsage?.includes('keyCertSign') ?? true), x509.ca, facts.subject);
      assert.equal(facts.pem.trimEnd(), x509.toString().trimEnd());
      const nodeNames = (x509.subjectAltName ?? '').match(/(?<=^|, )DNS:[^",]+(?=$|, )/g) ?? [];
      const ownNames = facts.subjectAltNames.filter(
        ({ type, value }) => type === 'DNS' && !value.includes(','),
      );
      assert.deepEqual(
        ownNames.map(({ value }) => `DNS:${value}`),
        nodeNames,
        facts.subject,
      );
    }
  });

  describe('names', () => {
    const subjectOf = (name: string) => fixtureCertificate(`kinds/${name}.pem`).subject;

    it('are written as RFC 4514 has it', () => {
      assert.equal(
        subjectOf('odd-name'),
        String.raw`CN=a,OU=\ lead and trail\ ,OU=\#first,O=Müller\, \"Söhne\" \\ Co\;\<\>#,C=DE`,
      );
      assert.equal(subjectOf('multi-valued-name'), 'CN=one+UID=jo,O=Example');
      assert.equal(subjectOf('unknown-attribute'), 'CN=y,1.2.3.4.5=#0c0178');
      assert.equal(subjectOf('empty-subject'), '');
    });

    it('are read from every string type', () => {
      const long = 'ü'.repeat(64);
      assert.equal(subjectOf('utf8-name'), `CN=日本語,O=${long}`);
      assert.equal(subjectOf('bmp-name'), `CN=日本語,O=${long}`);
      assert.equal(subjectOf('t61-name'), 'CN=été,O=Zürich');
    });

    it('cannot break or turn the line they are shown on', () => {
      assert.equal(subjectOf('control-name'), String.raw`CN=safe\E2\80\AEexe\E2\80\8B,O=a\0Ab\09c`);
    });
  });

  describe('alternative names', () => {
    it('are read in all their forms', () => {
      assert.deepEqual(fixtureCertificate('kinds/sans.pem').subjectAltNames, [
        { type: 'DNS', value: 'host.example.com' },
        { type: 'DNS', value: 'xn--bcher-kva.example' },
        { type: 'DNS', value: '*.wild.example.com' },
        { type: 'IP', value: '192.0.2.7' },
        { type: 'IP', value: '2001:db8::1' },
        { type: 'IP', value: '::' },
        { type: 'EMAIL', value: 'jo@example.com' },
        { type: 'URI', value: 'https://example.com/a,b' },
        { type: 'other', value: String.raw`directoryName:O=Example,CN=a\, b` },
        { type: 'other', value: 'registeredID:1.2.3.4' },
        { type: 'other', value: '1.3.6.1.4.1.311.20.2.3=jo@corp.example' },
      ]);
    });

    it('stay one name, whatever punctuation is in it', () => {
      assert.deepEqual(fixtureCertificate('kinds/san-injection.pem').subjectAltNames, [
        { type: 'DNS', value: 'one.example.com, DNS:two.example.com' },
        { type: 'URI', value: 'urn:x"y' },
      ]);
    });

    it('may be two hundred', () => {
      const { subjectAltNames } = fixtureCertificate('kinds/many-names.pem');
      assert.equal(subjectAltNames.length, 200);
      assert.deepEqual(subjectAltNames.at(-1), { type: 'DNS', value: 'h199.example.com' });
    });

    it('write IPv6 addresses as RFC 5952 has it', () => {
      const text = (digits: string) => ipText(hex(digits));
      assert.equal(text('20010db8000000000001000000000001'), '2001:db8::1:0:0:1');
      assert.equal(text('20010db8000000010001000100010001'), '2001:db8:0:1:1:1:1:1');
      assert.equal(text('00010000000000000002000000000000'), '1::2:0:0:0');
      assert.equal(text('00010000000000000000000000000000'), '1::');
      assert.equal(text('00000000000000000000000000000001'), '::1');
      assert.equal(text('c0000207'), '192.0.2.7');
      assert.equal(text('c00002'), undefined);
    });
  });

  describe('dates and numbers', () => {
    it('hold before 2000 and beyond 2050', () => {
      const dates = (name: string) => {
        const { notBefore, notAfter } = fixtureCertificate(`kinds/${name}.pem`);
        return [notBefore.toISOString(), notAfter.toISOString()];
      };
      assert.deepEqual(dates('before-2000'), ['1951-02-03T04:05:06.000Z', '1999-12-31T23:59:59.000Z']);
      assert.deepEqual(dates('beyond-2050'), ['2049-12-31T23:59:59.000Z', '9999-12-31T23:59:59.000Z']);
    });

    it('take serial numbers that are negative, zero or long', () => {
      const serial = (name: string) => fixtureCertificate(`kinds/${name}-serial.pem`).serialNumber;
      assert.equal(serial('negative'), '-81');
      assert.equal(serial('zero'), '00');
      assert.equal(serial('long'), `ff${'00'.repeat(18)}`);
    });

    it('tell a version 1 root', () => {
      const facts = fixtureCertificate('kinds/version-1-root.pem');
      assert.deepEqual([facts.version, facts.selfSigned, facts.isCa], [1, true, false]);
    });

    it('tell constraints, key usage and purposes', () => {
      const authority = fixtureCertificate('chain/middle-path-0.pem');
      assert.deepEqual(
        [authority.isCa, authority.pathLength, authority.keyUsage],
        [true, 0, ['keyCertSign']],
      );
      assert.deepEqual(fixtureCertificate('chain/leaf.pem').extendedKeyUsage, ['serverAuth']);
    });
  });

  describe('input', () => {
    const wildcard = fixtureText('kinds/wildcard.pem');

    it('may be DER', () => {
      assert.equal(readCertificate(fixtureBytes('kinds/wildcard.der')).pem, wildcard);
    });

    it('may hold several certificates only where several are meant', () => {
      const two = wildcard + fixtureText('chain/root.pem');
      assert.deepEqual(
        readCertificates(two).map(({ subject }) => subject),
        ['CN=*.example.com', 'CN=Root,O=Example'],
      );
      assertRefused(() => readCertificate(two), /holds 2 certificates, where one is needed/);
    });

    it('changes nothing afterwards', () => {
      const bytes = Buffer.from(fixtureBytes('kinds/wildcard.der'));
      const facts = readCertificate(bytes);
      bytes.fill(0);
      assert.equal(readCertificate(facts.der).pem, wildcard);
    });

    const refusals: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
      ['nothing', '', /empty/],
      ['HTML', '<!doctype html>', /HTML or XML/],
      ['JSON', '{"a":1}', /JSON/],
      ['an SSH key', 'ssh-ed25519 AAAAC3Nz me@host', /SSH public key/],
      ['base64 alone', wildcard.split('\n').slice(1, -2).join('\n'), /without its BEGIN and END/],
      ['prose', 'see attachment', /neither PEM nor DER/],
      ['a request', fixtureText('kinds/request.pem'), /certificate signing request/],
      ['a PKCS#7 bundle', fixtureText('kinds/bundle.p7b'), /PKCS#7/],
      ['a PKCS#12 file', fixtureBytes('kinds/store.p12'), /PKCS#12/],
      ['a certificate with trust settings', fixtureText('kinds/trusted.pem'), /trust settings/],
      ['a private key', fixtureText('keys/rsa-2048.key'), /is a private key/],
      ['a private key as DER', fixtureBytes('keys/rsa-2048.der.key'), /is a private key/],
      ['an encrypted key', fixtureText('keys/rsa-2048.pbes2.key'), /an encrypted private key/],
      ['a certificate and its key', wildcard + fixtureText('keys/ec-p-256.key'), /line \d+ is a private key/],
      [
        'a certificate and key parameters',
        fixtureText('keys/ec-p-256.parameters.key') + wildcard,
        /a private key/,
      ],
      [
        'a request under the label of a certificate',
        fixtureText('kinds/request.pem').replaceAll(' REQUEST', ''),
        /signing request/,
      ],
      ['a block nobody knows', toPem(Buffer.from('x'), 'SOMETHING'), /\(SOMETHING\) is something else/],
      [
        'bytes after the certificate',
        Buffer.concat([fixtureBytes('kinds/wildcard.der'), Buffer.from([0])]),
        /1 more bytes after/,
      ],
      [
        'bytes after the certificate in PEM',
        toPem(Buffer.concat([fixtureBytes('kinds/wildcard.der'), Buffer.from([0])])),
        /1 more bytes/,
      ],
      ['half a certificate', fixtureBytes('kinds/wildcard.der').subarray(0, 200), /claims \d+ bytes/],
      ['too much', Buffer.alloc(1024 * 1024 + 1, 0x30), /at most 1048576/],
    ];
    for (const [what, input, message] of refusals) {
      it(`is refused when it is ${what}`, () => {
        assertRefused(() => readCertificate(input), message);
      });
    }

    it('says which of several certificates is damaged', () => {
      assertRefused(
        () => readCertificates(wildcard + toPem(hex('30 80 00 00'))),
        /^The certificate on line \d+: .*indefinite/,
      );
    });

    it('never comes back in a message when it is a key', () => {
      const key = fixtureText('keys/ec-p-256.key');
      const material = key.split('\n')[1]?.slice(0, 20) ?? '';
      assert.ok(material.length === 20);
      assert.throws(
        () => readCertificate(wildcard + key),
        (error: unknown) =>
          error instanceof WorklinkError &&
          !JSON.stringify([error.message, error.hint, error.details]).includes(material),
      );
    });
  });

  describe('structure', () => {
    const der = fixtureBytes('kinds/wildcard.der');
    const patched = (find: string, replace: string) => {
      const digits = Buffer.from(der).toString('hex');
      assert.ok(digits.includes(find), find);
      return hex(digits.replace(find, replace));
    };

    it('is refused for a version that does not exist', () => {
      assertRefused(() => readCertificate(patched('a003020102', 'a003020103')), /X.509 version 4/);
    });

    it('is refused for extensions in version 1', () => {
      assertRefused(() => readCertificate(patched('a003020102', 'a003020100')), /extensions in a version 1/);
    });

    it('is refused for the same extension twice', () => {
      // subjectKeyIdentifier becomes a second subjectAltName; nothing else has its length.
      const twin = element(0x30, hex('0603551d11'), element(0x04, element(0x30)));
      const twice = element(0x30, twin, twin);
      const fields = [
        hex('a003020102'),
        hex('020101'),
        element(0x30, hex('06082a8648ce3d040302')),
        element(0x30),
        element(
          0x30,
          element(0x17, Buffer.from('200101000000Z')),
          element(0x17, Buffer.from('400101000000Z')),
        ),
        element(0x30),
        element(0x30, element(0x30, hex('06032b6570')), hex(`032100${'11'.repeat(32)}`)),
        element(0xa3, twice),
      ];
      const certificate = element(
        0x30,
        element(0x30, ...fields),
        element(0x30, hex('06032b6570')),
        hex('030100'),
      );
      assertRefused(() => readCertificate(certificate), /a second extension 2\.5\.29\.17/);
    });
  });

  it('meets any mutation of a certificate with facts or an understood error', () => {
    const seeds = [
      'kinds/sans.pem',
      'chain/middle-permits.pem',
      'keys/rsa-pss.crt',
      'kinds/bmp-name.pem',
    ].map((path) => fixtureCertificate(path).der);
    const mutation = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.nat(3),
        (seed, mutations, cut) => {
          const bytes = Buffer.from(seed.subarray(0, seed.length - cut));
          for (const { at, byte } of mutations) bytes[at % bytes.length] = byte;
          // The outer header stays, so that the mutation reaches what is within.
          bytes[0] = 0x30;
          bytes[1] = 0x82;
          try {
            const facts = readCertificate(bytes);
            assert.ok(
              !/[\n\r\u202e]/.test(
                facts.subject + facts.issuer + facts.subjectAltNames.map(({ value }) => value).join(''),
              ),
            );
          } catch (error) {
            assert.ok(error instanceof WorklinkError, String(error));
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});
