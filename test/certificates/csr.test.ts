import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readCertificateRequest } from '../../src/core/certificates/csr.js';
import { derInteger } from '../../src/core/certificates/der/der-writer.js';
import { assertRefused, element, hex } from './fixtures.js';
import {
  bits,
  CA,
  ec,
  ECDSA_SHA3,
  EXTENSION_REQUEST,
  MICROSOFT_REQUEST,
  PSS,
  type Request,
  request,
  RSA,
  rsa,
  sequence,
  SHA256_RSA,
  spkiOf,
} from './requests.js';

describe('a certificate signing request', () => {
  const SHA256_HASH = sequence(hex('0609608648016503040201'), hex('0500'));
  const MGF1 = hex('06092a864886f70d010108');
  const pssOf = (...parameters: readonly Uint8Array[]) => sequence(PSS, sequence(...parameters));
  const mask = (...parameters: readonly Uint8Array[]) => element(0xa1, sequence(MGF1, ...parameters));
  const pssAlgorithm = pssOf(element(0xa0, SHA256_HASH), mask(SHA256_HASH), element(0xa2, derInteger(32)));
  const ED25519 = sequence(hex('06032b6570'));
  const ed25519 = generateKeyPairSync('ed25519');
  const pssOnly = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
  const signedBy =
    (key: KeyObject, hash: string | null, options: object = {}) =>
    (b: Uint8Array) =>
      sign(hash, b, { key, ...options });
  const bySha1 = signedBy(rsa.privateKey, 'sha1', {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 20,
  });
  const bySha256 = (saltLength: number) =>
    signedBy(rsa.privateKey, 'sha256', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
  const ofRsa = { spki: spkiOf(rsa.publicKey) };
  const signed: readonly (readonly [string, Request, boolean | undefined])[] = [
    ['of ECDSA', {}, true],
    [
      'of RSA',
      {
        spki: spkiOf(rsa.publicKey),
        algorithm: SHA256_RSA,
        signer: (b) => sign('sha256', b, rsa.privateKey),
      },
      true,
    ],
    [
      'of RSASSA-PSS',
      {
        spki: spkiOf(rsa.publicKey),
        algorithm: pssAlgorithm,
        signer: bySha256(32),
      },
      true,
    ],
    ['of RSASSA-PSS without parameters', { ...ofRsa, algorithm: sequence(PSS), signer: bySha1 }, true],
    ['of RSASSA-PSS with parameters left out', { ...ofRsa, algorithm: pssOf(), signer: bySha1 }, true],
    [
      'of RSASSA-PSS without parameters, by another hash',
      { ...ofRsa, algorithm: sequence(PSS), signer: bySha256(20) },
      false,
    ],
    ['of RSASSA-PSS with another salt', { ...ofRsa, algorithm: pssAlgorithm, signer: bySha256(20) }, false],
    [
      'of RSASSA-PSS masked by another hash',
      { ...ofRsa, algorithm: pssOf(element(0xa0, SHA256_HASH)), signer: bySha256(20) },
      undefined,
    ],
    [
      'of RSASSA-PSS masked by a function nobody knows',
      { ...ofRsa, algorithm: pssOf(element(0xa1, sequence(hex('06032a0304')))), signer: bySha1 },
      undefined,
    ],
    ['of RSASSA-PSS masked by no hash', { ...ofRsa, algorithm: pssOf(mask()), signer: bySha1 }, undefined],
    [
      'of RSASSA-PSS with parameters of nothing',
      { ...ofRsa, algorithm: sequence(PSS, hex('0500')), signer: bySha1 },
      undefined,
    ],
    [
      'of a key for RSASSA-PSS alone',
      {
        spki: spkiOf(pssOnly.publicKey),
        algorithm: pssAlgorithm,
        signer: signedBy(pssOnly.privateKey, 'sha256', { saltLength: 32 }),
      },
      true,
    ],
    [
      'of RSA by a key for RSASSA-PSS alone',
      {
        spki: spkiOf(pssOnly.publicKey),
        algorithm: SHA256_RSA,
        signer: signedBy(pssOnly.privateKey, 'sha256'),
      },
      false,
    ],
    [
      'of Ed25519',
      {
        spki: spkiOf(ed25519.publicKey),
        algorithm: ED25519,
        signer: signedBy(ed25519.privateKey, null),
      },
      true,
    ],
    ['of Ed25519 in name alone', { algorithm: ED25519, signer: signedBy(ec.privateKey, 'sha256') }, false],
    [
      'of ECDSA in name alone',
      { spki: spkiOf(ed25519.publicKey), signer: signedBy(ed25519.privateKey, null) },
      false,
    ],
    [
      'by an algorithm nobody knows',
      { algorithm: sequence(hex('06032a0304')), signer: signedBy(ec.privateKey, 'sha256') },
      undefined,
    ],
    [
      'by a key too long to be tried',
      {
        spki: sequence(
          sequence(RSA, hex('0500')),
          bits(sequence(element(0x02, Buffer.alloc(1100, 0x71)), hex('020103'))),
        ),
        algorithm: SHA256_RSA,
        signer: () => hex('00'),
      },
      undefined,
    ],
    [
      'of RSASSA-PSS in name alone',
      {
        spki: spkiOf(rsa.publicKey),
        algorithm: pssAlgorithm,
        signer: (b) => sign('sha256', b, rsa.privateKey),
      },
      false,
    ],
    ['by another key', { signer: (b) => sign('sha256', b, rsa.privateKey) }, false],
    ['with a hash that is not known here', { algorithm: ECDSA_SHA3 }, undefined],
    ['with a key of no kind', { spki: sequence(sequence(hex('06032a0304')), bits(hex('04'))) }, undefined],
  ];
  for (const [what, options, signatureIsValid] of signed) {
    it(`given one ${what}, then its signature is ${String(signatureIsValid)}`, () => {
      assert.equal(readCertificateRequest(request(options)).signatureIsValid, signatureIsValid);
    });
  }

  it('given extensions asked for in either way, then reads them, and passes other attributes by', () => {
    const password = sequence(hex('06092a864886f70d010907'), element(0x31, element(0x0c, hex('41'))));
    for (const type of [EXTENSION_REQUEST, MICROSOFT_REQUEST]) {
      const wanted = sequence(type, element(0x31, sequence(CA)));
      assert.equal(readCertificateRequest(request({ attributes: [password, wanted] })).isCa, true);
    }
    assert.equal(readCertificateRequest(request({ attributes: [password] })).isCa, false);
    assert.equal(readCertificateRequest(request()).isCa, false);
  });

  it('given an extension request of two lists or of none, then refuses it', () => {
    for (const values of [element(0x31, sequence(CA), sequence(CA)), element(0x31)]) {
      const attributes = [sequence(EXTENSION_REQUEST, values)];
      assertRefused(() => readCertificateRequest(request({ attributes })), /requested extensions/);
    }
  });
});
