import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { readCertificate } from '../../src/core/certificates/certificate.js';
import { toPem } from '../../src/core/certificates/pem.js';
import { matchesPrivateKey, readPrivateKey } from '../../src/core/certificates/private-key.js';
import { buildCertificate } from './builder.js';
import { element, fixtureBytes, fixtureCertificate, fixtureText, hex } from './fixtures.js';

const certificate = (name: string) => fixtureCertificate(`keys/${name}.crt`);
const key = (name: string) => fixtureText(`keys/${name}.key`);
const idOf = (reading: { readonly findings: readonly { readonly id: string }[] }) =>
  reading.findings.map(({ id }) => id);

describe('certificates/private-key', () => {
  describe('matches', () => {
    for (const name of [
      'rsa-2048',
      'rsa-4096',
      'rsa-pss',
      'ec-p-256',
      'ec-p-384',
      'ec-p-521',
      'ec-secp256k1',
      'ed25519',
      'ed448',
      'dsa',
    ]) {
      it(`${name} with its own certificate`, () => {
        const match = matchesPrivateKey(certificate(name), key(name));
        assert.deepEqual(match, { matches: true, keyType: certificate(name).keyType, findings: [] });
      });
    }

    const forms = [
      ['rsa-2048', 'rsa-2048.pkcs1'],
      ['ec-p-256', 'ec-p-256.sec1'],
      ['ec-p-256', 'ec-p-256.parameters'],
    ] as const;
    for (const [name, form] of forms) {
      it(`${form} without a passphrase`, () => {
        assert.equal(matchesPrivateKey(certificate(name), key(form)).matches, true);
      });
    }

    const encrypted = [
      ['rsa-2048', 'rsa-2048.pbes2'],
      ['rsa-2048', 'rsa-2048.pbes1'],
      ['rsa-2048', 'rsa-2048.old'],
      ['ec-p-256', 'ec-p-256.scrypt'],
    ] as const;
    for (const [name, form] of encrypted) {
      it(`${form} with its passphrase, and with no other`, () => {
        assert.deepEqual(matchesPrivateKey(certificate(name), key(form), 'correct').findings, []);
        assert.deepEqual(idOf(matchesPrivateKey(certificate(name), key(form), 'wrong')), [
          'private-key-passphrase',
        ]);
        assert.deepEqual(idOf(matchesPrivateKey(certificate(name), key(form), '')), [
          'private-key-passphrase',
        ]);
        assert.deepEqual(idOf(matchesPrivateKey(certificate(name), key(form))), ['private-key-encrypted']);
      });
    }

    it('DER', () => {
      assert.equal(
        matchesPrivateKey(certificate('rsa-2048'), fixtureBytes('keys/rsa-2048.der.key')).matches,
        true,
      );
    });

    it('a key with CRLF, text and its certificate around it', () => {
      const text = `Bag Attributes\n${key('rsa-2048')}${fixtureText('keys/rsa-2048.crt')}`.replaceAll(
        '\n',
        '\r\n',
      );
      assert.equal(matchesPrivateKey(certificate('rsa-2048'), text).matches, true);
    });
  });

  describe('refuses', () => {
    it('the key of another certificate, of the same kind or not', () => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const other = privateKey.export({ type: 'pkcs8', format: 'pem' });
      assert.deepEqual(idOf(matchesPrivateKey(certificate('ec-p-256'), other)), ['private-key-mismatch']);
      assert.deepEqual(idOf(matchesPrivateKey(certificate('ec-p-256'), key('ec-p-384'))), [
        'private-key-mismatch',
      ]);
      assert.deepEqual(idOf(matchesPrivateKey(certificate('rsa-2048'), key('rsa-pss'))), [
        'private-key-mismatch',
      ]);
    });

    it('a key file that claims the public half of another', () => {
      // SEC 1 with a private number of our own and the certificate's point.
      const own = createPrivateKey(key('ec-p-256')).export({ format: 'jwk' });
      const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
      const point = Buffer.concat([
        hex('0004'),
        Buffer.from(own.x ?? '', 'base64url'),
        Buffer.from(own.y ?? '', 'base64url'),
      ]);
      const forged = element(
        0x30,
        hex('020101'),
        element(0x04, Buffer.from(foreign.d ?? '', 'base64url')),
        element(0xa0, hex('06082a8648ce3d030107')),
        element(0xa1, element(0x03, point)),
      );
      const match = matchesPrivateKey(certificate('ec-p-256'), toPem(forged, 'EC PRIVATE KEY'));
      assert.equal(match.matches, false);
      assert.deepEqual(idOf(match), ['private-key-mismatch']);
    });

    it('an RSA key file with the modulus of another', () => {
      const own = createPrivateKey(key('rsa-2048')).export({ format: 'jwk' });
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const mixed = createPrivateKey({
        key: { ...privateKey.export({ format: 'jwk' }), n: own.n ?? '', e: own.e ?? '' },
        format: 'jwk',
      }).export({ type: 'pkcs8', format: 'pem' });
      assert.deepEqual(idOf(matchesPrivateKey(certificate('rsa-2048'), mixed)), ['private-key-mismatch']);
    });

    it('keys that cannot sign, and curves without a name', () => {
      const explicit = matchesPrivateKey(certificate('ec-explicit'), key('ec-explicit'));
      assert.deepEqual(idOf(explicit), ['private-key-unsupported']);
      const agreement = generateKeyPairSync('x25519');
      const der = buildCertificate({
        subject: 'x',
        issuer: 'x',
        subjectKey: agreement.publicKey,
        issuerKey: generateKeyPairSync('ed25519').privateKey,
      });
      const pem = agreement.privateKey.export({ type: 'pkcs8', format: 'pem' });
      assert.deepEqual(idOf(matchesPrivateKey(readCertificate(der), pem)), ['private-key-unsupported']);
    });

    const others: readonly (readonly [string, string, string])[] = [
      ['nothing', '', 'private-key-missing'],
      ['a certificate', fixtureText('keys/rsa-2048.crt'), 'private-key-missing'],
      [
        'a public key',
        String(createPublicKey(key('rsa-2048')).export({ type: 'spki', format: 'pem' })),
        'private-key-missing',
      ],
      ['two keys', key('rsa-2048') + key('ec-p-256'), 'private-key-several'],
      [
        'an OpenSSH key',
        toPem(Buffer.from('openssh-key-v1'), 'OPENSSH PRIVATE KEY'),
        'private-key-unsupported',
      ],
      ['a block without its end', key('rsa-2048').slice(0, 300), 'private-key-damaged'],
      ['bytes that are no key', toPem(hex('3000'), 'PRIVATE KEY'), 'private-key-damaged'],
      ['bytes that are no DER', toPem(hex('00'), 'RSA PRIVATE KEY'), 'private-key-damaged'],
      [
        'an encrypted key under the wrong label',
        key('rsa-2048.pbes2').replaceAll('ENCRYPTED ', ''),
        'private-key-damaged',
      ],
    ];
    for (const [what, text, id] of others) {
      it(`${what}, as ${id}`, () => {
        const reading = readPrivateKey(text);
        assert.deepEqual([reading.key, idOf(reading)], [undefined, [id]]);
      });
    }

    it('a key that asks for endless work, at once', () => {
      const pbkdf2 = (iterations: string) =>
        element(
          0x30,
          hex('06092a864886f70d01050c'),
          element(0x30, hex('0408 0102030405060708'), hex(iterations)),
        );
      const scrypt = (n: string, r: string, p: string) =>
        element(
          0x30,
          hex('06092b06010401da47040b'),
          element(0x30, hex('0408 0102030405060708'), hex(n), hex(r), hex(p)),
        );
      const aes = element(0x30, hex('060960864801650304012a'), element(0x04, Buffer.alloc(16)));
      const pbes2 = (derivation: Uint8Array) =>
        element(
          0x30,
          element(0x30, hex('06092a864886f70d01050d'), element(0x30, derivation, aes)),
          element(0x04, Buffer.alloc(64)),
        );
      const pbes1 = element(
        0x30,
        element(
          0x30,
          hex('060a2a864886f70d010c0103'),
          element(0x30, hex('0408 0102030405060708'), hex('02047fffffff')),
        ),
        element(0x04, Buffer.alloc(64)),
      );
      const unknown = element(0x30, element(0x30, hex('06032a0304')), element(0x04, Buffer.alloc(64)));
      const hostile = [
        pbes2(pbkdf2('02047fffffff')),
        pbes2(scrypt('0203100000', '020108', '02047fffffff')),
        pbes2(scrypt('0203100000', '0204 7fffffff', '020101')),
        pbes2(scrypt('020100', '020101', '020101')),
        pbes2(element(0x30, hex('06032a0304'))),
        pbes1,
        unknown,
      ];
      for (const der of hostile) {
        const reading = readPrivateKey(toPem(der, 'ENCRYPTED PRIVATE KEY'), 'x');
        assert.deepEqual(idOf(reading), ['private-key-derivation']);
        assert.deepEqual(idOf(readPrivateKey(toPem(der, 'PRIVATE KEY'), 'x')), ['private-key-damaged']);
      }
      // The same structure with honest numbers is tried, and fails for its content alone.
      assert.deepEqual(idOf(readPrivateKey(toPem(pbes2(pbkdf2('02020800')), 'ENCRYPTED PRIVATE KEY'), 'x')), [
        'private-key-passphrase',
      ]);
    });
  });

  it('keeps key material and passphrases out of findings, whatever is done to a key', () => {
    const seed = key('ec-p-256.sec1');
    const material = seed.split('\n').filter((line) => line.length === 64 && !line.startsWith('-'));
    assert.ok(material.length > 0);
    fc.assert(
      fc.property(fc.nat(seed.length - 1), fc.string({ maxLength: 6 }), (at, text) => {
        const damaged = seed.slice(0, at) + text + seed.slice(at + text.length);
        const { findings } = matchesPrivateKey(certificate('ec-p-256'), damaged, 'pass-phrase');
        const said = JSON.stringify(findings);
        assert.ok(
          !said.includes('pass-phrase') && !material.some((line) => said.includes(line.slice(0, 12))),
        );
      }),
      { numRuns: 300 },
    );
  });
});
