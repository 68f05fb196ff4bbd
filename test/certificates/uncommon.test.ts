import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describePublicKey, readSignatureAlgorithm } from '../../src/core/certificates/algorithms.js';
import { readCertificate } from '../../src/core/certificates/certificate.js';
import { orderChain, verifyChain } from '../../src/core/certificates/chain/chain.js';
import { readContents } from '../../src/core/certificates/contents.js';
import { berToDer } from '../../src/core/certificates/der/ber.js';
import { readDer } from '../../src/core/certificates/der/der.js';
import { derInteger, derTime } from '../../src/core/certificates/der/der-writer.js';
import { readPkcs7 } from '../../src/core/certificates/pkcs7.js';
import { toPem } from '../../src/core/certificates/pem.js';
import { matchesPrivateKey, readPrivateKey } from '../../src/core/certificates/private-key.js';
import { buildCertificate, newKeys } from './builder.js';
import { indefinite } from './bundles.js';
import {
  AT,
  assertRefused,
  element,
  fixtureBytes,
  fixtureCertificate,
  fixtureText,
  hex,
} from './fixtures.js';
import {
  bits,
  CA,
  DSA,
  EC,
  ec,
  ECDSA_SHA256,
  ECDSA_SHA3,
  PSS,
  request,
  RSA,
  sequence,
  SHA256_RSA,
  spkiOf,
  SUBJECT,
} from './requests.js';

const idsOf = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id);

describe('certificates/uncommon', () => {
  describe('a public key', () => {
    const number = (text: string) => element(0x02, hex(text));
    const named: readonly (readonly [string, Uint8Array, Uint8Array, string])[] = [
      ['DSA with its issuer’s parameters', sequence(DSA), hex('020101'), 'DSA'],
      ['DSA of a prime', sequence(DSA, sequence(number('00ffff'))), hex('020101'), 'DSA-16'],
      ['a curve nobody knows', sequence(EC, hex('06032a0304')), hex('04'), 'EC-1.2.3.4'],
      ['a kind nobody knows', sequence(hex('06032a0304')), hex('04'), '1.2.3.4'],
      ['ML-DSA', sequence(hex('0609608648016503040312')), hex('04'), 'ML-DSA-65'],
      ['RSA without an exponent', sequence(RSA), sequence(number('00ffff'), number('00')), 'RSA-16'],
      ['RSA for PSS alone', sequence(PSS), sequence(number('00ffff'), number('03')), 'RSA-PSS-16'],
    ];
    for (const [what, algorithm, key, keyType] of named) {
      it(`given ${what}, then is called ${keyType}`, () => {
        const info = readDer(sequence(algorithm, bits(key)), 'a key');
        assert.equal(describePublicKey(info).keyType, keyType);
      });
    }

    it('given a modulus that is zero or negative, then is refused', () => {
      for (const modulus of ['00', 'ff']) {
        const info = sequence(sequence(RSA), bits(sequence(number(modulus), number('03'))));
        assertRefused(() => describePublicKey(readDer(info, 'a key')), /modulus that is not positive/);
      }
    });
  });

  describe('a signature algorithm', () => {
    const hash = (oid: string) => sequence(PSS, sequence(element(0xa0, sequence(hex(oid)))));
    const named: readonly (readonly [string, Uint8Array, string, string | undefined])[] = [
      ['PSS without parameters', sequence(PSS), 'RSASSA-PSS-SHA-1', 'SHA-1'],
      ['PSS with parameters of nothing', sequence(PSS, hex('0500')), 'RSASSA-PSS', undefined],
      ['PSS of defaults', sequence(PSS, sequence()), 'RSASSA-PSS-SHA-1', 'SHA-1'],
      ['PSS with SHA3-256', hash('0609608648016503040208'), 'RSASSA-PSS-SHA3-256', 'SHA3-256'],
      ['PSS with a hash nobody knows', hash('06032a0304'), 'RSASSA-PSS-1.2.3.4', '1.2.3.4'],
      ['one nobody knows', sequence(hex('06032a0304')), '1.2.3.4', undefined],
    ];
    for (const [what, der, name, inside] of named) {
      it(`given ${what}, then is called ${name}`, () => {
        const read = readSignatureAlgorithm(readDer(der, 'x'));
        assert.deepEqual([read.name, read.hash], [name, inside]);
      });
    }
  });

  describe('the contents of a file', () => {
    const key = fixtureText('keys/ec-p-256.key');
    const crl = sequence(
      sequence(ECDSA_SHA256, SUBJECT, element(0x17, Buffer.from('200101000000Z'))),
      ECDSA_SHA256,
      bits(hex('00')),
    );
    const cases: readonly (readonly [string, string | Uint8Array, string, readonly string[]])[] = [
      ['nothing', '', 'unknown', ['contents-unreadable']],
      ['a key alone', key, 'private-key', []],
      ['a key before a request', key + toPem(request(), 'CERTIFICATE REQUEST'), 'certificate-request', []],
      ['parameters alone', toPem(hex('06032a0304'), 'EC PARAMETERS'), 'parameters', []],
      ['a public key', toPem(spkiOf(ec.publicKey), 'PUBLIC KEY'), 'public-key', []],
      ['a revocation list', toPem(crl, 'X509 CRL'), 'crl', ['contents-unsupported']],
      [
        'a trusted certificate',
        fixtureText('kinds/trusted.pem'),
        'trusted-certificate',
        ['contents-unsupported'],
      ],
      [
        'a request by another key',
        request({ algorithm: SHA256_RSA, signer: () => hex('00') }),
        'certificate-request',
        ['request-signature-invalid'],
      ],
      [
        'a request of unknown hash',
        request({ algorithm: ECDSA_SHA3 }),
        'certificate-request',
        ['request-signature-unverified'],
      ],
      ['a PKCS#7 bundle', fixtureBytes('kinds/bundle.p7b'), 'pkcs7', []],
      ['a damaged certificate', toPem(sequence(), 'CERTIFICATE'), 'certificate', ['certificate-unreadable']],
    ];
    for (const [what, input, kind, ids] of cases) {
      it(`given ${what}, then says ${kind}${ids.map((id) => `, ${id}`).join('')}`, () => {
        const contents = readContents(Buffer.from(input), undefined);
        assert.deepEqual([contents.kind, idsOf(contents.findings)], [kind, ids]);
      });
    }

    it('given a request without a name, then calls it by its place', () => {
      const nameless = request({ subject: sequence(), algorithm: ECDSA_SHA3 });
      const { findings } = readContents(Buffer.from(toPem(nameless, 'CERTIFICATE REQUEST')), undefined);
      assert.deepEqual(
        findings.map(({ subject }) => subject),
        ['line 1'],
      );
    });
  });

  describe('a PKCS#7 file', () => {
    const message = (...parts: readonly Uint8Array[]) =>
      sequence(
        hex('06092a864886f70d010702'),
        element(
          0xa0,
          sequence(
            hex('020101'),
            element(0x31),
            sequence(hex('06092a864886f70d010701')),
            ...parts,
            element(0x31),
          ),
        ),
      );

    it('given revocation lists and no certificates, then counts the lists', () => {
      const { certificates, revocationLists } = readPkcs7(message(element(0xa1, sequence(), sequence())));
      assert.deepEqual([certificates.length, revocationLists], [0, 2]);
    });

    it('given 1000 certificates, then reads them, and refuses 1001', () => {
      const many = (count: number) =>
        message(element(0xa0, ...Array.from({ length: count }, () => sequence())));
      assert.equal(readPkcs7(many(1000)).certificates.length, 1000);
      assertRefused(() => readPkcs7(many(1001)), /more than 1000 certificates/);
    });

    it('given content of a type nobody knows, then names it by its identifier', () => {
      assertRefused(() => readPkcs7(sequence(hex('06032a0304'))), /content of type 1\.2\.3\.4, not certif/);
    });

    it('given more elements altogether than are taken, then refuses them', () => {
      const group = indefinite(0x30, Buffer.alloc(2000).fill(hex('0500')));
      const groups = Array.from({ length: 101 }, () => group);
      assertRefused(() => berToDer(indefinite(0x30, ...groups)), /more than 100000 elements/);
      assert.ok(berToDer(indefinite(0x30, ...groups.slice(2))).length > 0);
    });
  });

  describe('a private key', () => {
    const der = (name: string) =>
      Buffer.from(fixtureText(`keys/${name}.key`).replaceAll(/-----.*-----|\s/g, ''), 'base64');
    const scryptBare = sequence(
      sequence(
        hex('06092a864886f70d01050d'),
        sequence(sequence(hex('06092b06010401da47040b')), sequence(hex('06032a0304'))),
      ),
      element(0x04, Buffer.alloc(64)),
    );
    const pkcs8 = sequence(hex('020100'), sequence(hex('06032a0304')), element(0x04, Buffer.alloc(64)));
    const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
      ['scrypt without numbers', toPem(scryptBare, 'ENCRYPTED PRIVATE KEY'), 'private-key-derivation'],
      [
        'an encrypted key with a third part',
        toPem(sequence(sequence(hex('06032a0304')), hex('040100'), hex('0500')), 'ENCRYPTED PRIVATE KEY'),
        'private-key-damaged',
      ],
      ['an algorithm nobody knows', toPem(pkcs8, 'PRIVATE KEY'), 'private-key-unsupported'],
      ['a label nobody knows', toPem(pkcs8, 'STRANGE PRIVATE KEY'), 'private-key-unsupported'],
      ['one byte', Uint8Array.of(0x30), 'private-key-missing'],
      ['DER of no kind', sequence(Buffer.alloc(200)), 'private-key-missing'],
      ['encrypted DER with a wrong passphrase', der('rsa-2048.pbes2'), 'private-key-passphrase'],
    ];
    for (const [what, input, id] of cases) {
      it(`given ${what}, then says ${id}`, () => {
        const reading = readPrivateKey(input, 'wrong');
        assert.deepEqual([reading.key, idsOf(reading.findings)], [undefined, [id]]);
      });
    }

    it('given a certificate that cannot be opened, then says that the key cannot be used', () => {
      const broken = { der: hex('3000'), keyType: 'EC-P-256' };
      const { matches, findings } = matchesPrivateKey(broken, fixtureText('keys/ec-p-256.key'));
      assert.deepEqual([matches, idsOf(findings)], [false, ['private-key-unusable']]);
    });
  });

  describe('a chain', () => {
    const at = AT;
    const pair = newKeys();
    const built = (options: Partial<Parameters<typeof buildCertificate>[0]>) =>
      readCertificate(
        buildCertificate({
          subject: 'leaf',
          issuer: 'top',
          subjectKey: pair.publicKey,
          issuerKey: pair.privateKey,
          extensions: [],
          ...options,
        }),
      );
    const top = built({ subject: 'top', extensions: [CA] });

    it('given facts that were copied, then judges them as the first ones', () => {
      const verdict = verifyChain({ leaf: { ...built({}) }, intermediates: [], anchors: [{ ...top }], at });
      assert.deepEqual([verdict.verdict, idsOf(verdict.findings)], ['valid', []]);
    });

    it('given an authority key identifier without a key, then goes by the names', () => {
      const leaf = built({ extensions: [sequence(hex('0603551d23'), element(0x04, sequence()))] });
      assert.equal(verifyChain({ leaf, intermediates: [], anchors: [top], at }).verdict, 'valid');
    });

    it('given an issuer whose key cannot sign or is of no kind, then is invalid, saying which', () => {
      const x25519 = generateKeyPairSync('x25519').publicKey;
      const unknown = sequence(sequence(hex('06032a0304')), bits(hex('04')));
      const strange = { export: () => unknown } as unknown as KeyObject;
      for (const [subjectKey, fault] of [
        [x25519, 'chain-signature-invalid'],
        [strange, 'chain-unsupported-key'],
      ] as const) {
        const anchor = built({ subject: 'top', subjectKey, extensions: [CA] });
        assert.equal(anchor.selfSigned, false);
        const { verdict, findings } = verifyChain({
          leaf: built({}),
          intermediates: [],
          anchors: [anchor],
          at,
        });
        assert.deepEqual([verdict, idsOf(findings)], ['invalid', [fault]]);
      }
    });

    it('given a name of 1000 characters, then quotes its beginning alone', () => {
      const leaf = built({ subject: 'x'.repeat(1000) });
      const late = new Date('2050-01-01T00:00:00Z');
      const { findings } = verifyChain({ leaf, intermediates: [], anchors: [top], at: late });
      assert.equal(findings[0]?.id, 'chain-expired');
      assert.equal(findings[0].subject, `CN=${'x'.repeat(297)}…`);
    });

    it('given more certificates than are put in order, then gives them back as they came', () => {
      const many = Array.from({ length: 5000 }, () => top);
      const { certificates, findings } = orderChain(many);
      assert.deepEqual([certificates.length, findings.length], [5000, 1]);
    });

    it('given no subject, then is called by its first alternative name', () => {
      const leaf = fixtureCertificate('kinds/empty-subject.pem');
      const { findings } = verifyChain({ leaf, intermediates: [], anchors: [top], at });
      assert.ok(findings.length > 0);
      for (const { subject } of findings) assert.equal(subject, leaf.subjectAltNames[0]?.value);
    });
  });

  describe('DER that is written', () => {
    const times: readonly (readonly [string, number, string])[] = [
      ['1949-12-31T23:59:59.000Z', 0x18, '19491231235959Z'],
      ['1950-01-01T00:00:00.000Z', 0x17, '500101000000Z'],
      ['2049-12-31T23:59:59.999Z', 0x17, '491231235959Z'],
      ['2050-01-01T00:00:00.000Z', 0x18, '20500101000000Z'],
    ];
    for (const [date, tag, text] of times) {
      it(`given ${date}, then is ${text}`, () => {
        assert.deepEqual([...derTime(new Date(date))], [...element(tag, Buffer.from(text))]);
      });
    }

    it('given numbers with a high first bit, then keeps them positive', () => {
      const encoded = [0, 127, 128, 256, 40_000].map((value) =>
        Buffer.from(derInteger(value)).toString('hex'),
      );
      assert.deepEqual(encoded, ['020100', '02017f', '02020080', '02020100', '0203009c40']);
    });
  });
});
